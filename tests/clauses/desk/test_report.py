"""Who did what: one list of drafts and public acts, for reviewers and administrators."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from clauses.models import Change
from tests.factories import people, records

pytestmark = pytest.mark.django_db

OTHERS = "staff of another union"


def listed(reader, **asked):
    page = reader.client.get(reverse("desk_report"), asked)
    return list(page.context["page"].object_list)


def shown(reader, **asked):
    return reader.client.get(reverse("desk_report"), asked).content.decode()


def acts_of(rows):
    return [row["act"] for row in rows]


def test_a_draft_is_followed_from_its_save_to_its_publication(editor, reviewer, clause):
    editor.submit(clause, title="Other words")
    reviewer.approve(clause)

    rows = listed(reviewer, kind="clause")

    assert acts_of(rows)[:2] == ["revised", "wagtail.workflow.start"]
    assert "wagtail.edit" in acts_of(rows)
    assert rows[0]["actor_id"] == reviewer.user.pk
    assert rows[1]["actor_id"] == editor.user.pk


def test_a_return_is_an_act_of_who_returned(editor, reviewer, clause):
    editor.submit(clause, title="Other words")
    reviewer.send_back(clause, reason="Which section?")

    rows = listed(reviewer, person=reviewer.user.pk)

    assert acts_of(rows) == ["wagtail.workflow.reject"]


def test_colleagues_have_a_name_and_staff_of_another_union_none(editor, reviewer, stranger, clause):
    editor.edit(clause, title="Other words")

    near, far = shown(reviewer, act="wagtail.edit"), shown(stranger, act="wagtail.edit")

    assert f"<td>{editor.user.get_full_name()}</td>" in near
    assert f"<td>{OTHERS}</td>" in far
    assert editor.user.get_full_name() not in far


def test_nobody_finds_a_stranger_by_asking_for_the_number(editor, stranger, clause):
    editor.edit(clause, title="Other words")

    page = stranger.client.get(reverse("desk_report"), {"person": editor.user.pk})

    assert list(page.context["page"].object_list) == []
    assert "person" in page.context["form"].errors


def test_administrators_who_do_not_write_see_no_names_of_drafts(editor, administrator, clause):
    editor.edit(clause, title="A secret plan")

    page = shown(administrator, act="wagtail.edit")

    assert "saved a draft" in page
    assert "secret plan" not in page
    assert reverse(clause.snippet_viewset.get_url_name("edit"), args=[clause.pk]) not in page


def test_a_day_is_the_catalogues_and_both_ends_count(reviewer, clause, settings):
    settings.CATALOGUE_TIME_ZONE = "America/Los_Angeles"
    Change.objects.record(
        kind="clause.checked", record_kind="clause", record_id=clause.pk, slug=clause.slug,
        at=datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC), by=reviewer.user,
    )  # fmt: skip

    on = {
        day: acts_of(listed(reviewer, act="checked", first_day=day, last_day=day))
        for day in ("2026-02-28", "2026-03-01", "2026-03-02")
    }

    assert on == {"2026-02-28": [], "2026-03-01": ["checked"], "2026-03-02": []}


@pytest.mark.parametrize(
    "asked",
    [
        {"first_day": "9999-12-31"},
        {"last_day": "0001-01-01"},
        {"first_day": "tomorrow"},
        {"kind": "member"},
        {"act": "x\0"},
        {"person": "999999999999999999999"},
        {"first_day": "2026-03-02", "last_day": "2026-03-01"},
    ],
    ids=["far", "early", "word", "kind", "zero byte", "number", "backwards"],
)
def test_what_cannot_be_asked_is_said_at_its_field(reviewer, asked):
    page = reviewer.client.get(reverse("desk_report"), {**asked, "format": "csv"})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.headers["Content-Type"].startswith("text/html")


def test_the_csv_has_the_same_rows_and_no_formula(editor, reviewer, clause):
    editor.edit(clause, title="=1+1")

    answer = reviewer.client.get(
        reverse("desk_report"), {"act": "wagtail.edit", "format": "csv"}
    ).content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(answer))

    assert head == ["When", "Who", "What was done", "Kind of record", "Record"]
    assert row[1:] == [editor.user.get_full_name(), "saved a draft", "clause", "'=1+1"]


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_a_long_list_is_parted_into_pages_and_asks_no_more_often(request, role, guild, clause):
    person = request.getfixturevalue(role)
    people_of_guild = [people.EditorFactory(unions=[guild]) for _number in range(3)]

    def add(count):
        for number in range(count):
            ModelLogEntry.objects.log_action(
                clause, "wagtail.edit", user=people_of_guild[number % 3], timestamp=timezone.now()
            )

    add(2)
    asked = {"act": "wagtail.edit"}
    shown(person, **asked)
    few = count_of(person, asked)
    add(58)

    assert count_of(person, asked) == few
    assert len(listed(person, **asked)) == 50
    assert len(listed(person, **asked, p=2)) == 10


def count_of(person, asked):
    with CaptureQueriesContext(connection) as caught:
        shown(person, **asked)
    return len(caught)


def test_what_the_catalogue_loaded_is_nobodys(reviewer, clause):
    Change.objects.record(
        kind="clause.published", record_kind="clause", record_id=clause.pk, slug=clause.slug,
        at=records.PUBLISHED_AT, system_actor="catalogue",
    )  # fmt: skip

    assert OTHERS not in shown(reviewer, act="published", kind="clause")


def test_the_menu_leads_there_for_those_who_may_read_it(editor, reviewer, administrator):
    address = reverse("desk_report")

    leads = [address in person.get("/staff/").content.decode() for person in
             (editor, reviewer, administrator)]  # fmt: skip

    assert leads == [False, True, True]

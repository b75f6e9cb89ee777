"""Remarks field by field: written while returning a draft, settled by whoever mends it."""

import concurrent.futures
import html
import threading

import pytest
from django import db
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState

from clauses.models import Clause, Remark
from tests import desk
from tests.factories import library, people

pytestmark = pytest.mark.django_db

REASON = "Two things."
ON_SUMMARY = "Say who has to consent."
ON_SECTION = "It is Article 8."


@pytest.fixture
def submitted(clause, editor):
    """A draft in review that differs in two fields."""
    editor.submit(clause, summary="New words.", section="Article 9")
    return clause


@pytest.fixture
def returned(submitted, reviewer):
    """The same, after the reviewer remarked on both."""
    reviewer.send_back(submitted, reason=REASON, summary=ON_SUMMARY, section=ON_SECTION)
    return submitted


def words(page):
    return html.unescape(page.content.decode())


def of(field):
    return Remark.objects.get(field=field)


def state():
    return TaskState.objects.latest("pk").status


def test_a_review_has_a_box_beside_each_field_that_differs(submitted, reviewer):
    page = words(reviewer.review(submitted))

    assert page.count('name="remark-') == 2
    assert 'name="remark-summary"' in page
    assert 'name="remark-section"' in page
    assert page.count('form="return-form"') == 2


def test_remarks_are_kept_with_the_text_and_the_review_they_speak_of(submitted, reviewer):
    answer = reviewer.send_back(submitted, reason=REASON, summary=ON_SUMMARY, section=ON_SECTION)

    assert answer.status_code == 302
    review = TaskState.objects.get()
    assert review.status == TaskState.STATUS_REJECTED
    rows = Remark.objects.values_list(
        "field", "text", "by_id", "revision_id", "task_state_id", "record_kind", "record_id"
    )
    at = (reviewer.user.pk, review.revision_id, review.pk, "clause", submitted.pk)
    assert sorted(rows) == [
        ("", REASON, *at),
        ("section", ON_SECTION, *at),
        ("summary", ON_SUMMARY, *at),
    ]


def test_a_box_left_empty_is_no_remark(submitted, reviewer):
    reviewer.send_back(submitted, reason=REASON, summary=" ", section="")

    assert list(Remark.objects.values_list("field", flat=True)) == [""]


def test_the_author_sees_them_on_the_list_of_returned_drafts(returned, editor):
    page = words(editor.get(reverse("desk_returned")))

    assert page.count(REASON) == 1
    assert ON_SUMMARY in page
    assert ON_SECTION in page
    assert page.count("Not settled") == 2


def test_the_author_sees_them_above_the_form_each_leading_to_its_field(returned, editor, reviewer):
    answer = editor.get(desk.edit_address(returned))
    page = words(answer)

    found = {each.label: each.anchor for each in answer.context["open_remarks"]}
    assert found == {
        "The whole draft": "",
        "Summary": "id_summary-label",
        "Section": "id_section-label",
    }
    for text in (REASON, ON_SUMMARY, ON_SECTION, str(reviewer.user)):
        assert text in page
    for anchor in ("id_summary-label", "id_section-label"):
        assert page.count(f'id="{anchor}"') == 1
        assert f'href="#{anchor}"' in page


def test_a_remark_on_a_list_leads_to_its_rows(clause, editor, reviewer):
    source = desk.child("sources", 0, of=1, title="The agreement", tier="primary")
    editor.submit(clause, summary="New words.", **source)
    reviewer.send_back(clause, reason=REASON, sources="Which page?")

    answer = editor.get(desk.edit_address(clause))

    (shown,) = [each for each in answer.context["open_remarks"] if each.remark.field == "sources"]
    assert (shown.label, shown.anchor) == ("Sources", "id_sources-FORMS")
    assert words(answer).count('id="id_sources-FORMS"') == 1


def test_a_settled_remark_leaves_the_form_and_says_who(returned, editor):
    answer = editor.settle(of("summary"))

    assert "Remark settled." in words(answer)
    assert ON_SUMMARY not in words(answer)
    assert ON_SECTION in words(answer)
    assert of("summary").settled_by == editor.user
    assert of("section").settled_at is None


def test_settling_twice_keeps_the_first(returned, editor, guild):
    editor.settle(of("summary"))
    first = of("summary")
    second = desk.Desk(people.EditorFactory(unions=[guild]))

    answer = second.settle(first)

    assert f"{editor.user} settled this remark before." in words(answer)
    again = of("summary")
    assert (again.settled_by, again.settled_at) == (editor.user, first.settled_at)


def test_the_next_review_shows_what_was_remarked_and_what_was_settled(returned, editor, reviewer):
    editor.settle(of("summary"))
    editor.submit(returned, summary="The performer has to consent.")

    page = reviewer.review(returned)

    found = {each.label: each.remark.settled_by for each in page.context["remarked"]}
    assert found == {"The whole draft": None, "Summary": editor.user, "Section": None}
    for text in (REASON, ON_SUMMARY, ON_SECTION, f"Settled by {editor.user}", "Not settled"):
        assert text in words(page)
    assert Remark.objects.count() == 3


def test_remarks_of_two_rounds_are_told_apart_by_their_review(returned, editor, reviewer):
    editor.submit(returned, section="Article 10")
    reviewer.send_back(returned, reason="Once more.", section="Not 10 either.")

    page = words(editor.get(reverse("desk_returned")))

    assert "Not 10 either." in page
    assert ON_SECTION not in page
    open_now = editor.get(desk.edit_address(returned)).context["open_remarks"]
    assert [each.remark.text for each in open_now if each.remark.field == "section"] == [
        ON_SECTION,
        "Not 10 either.",
    ]


def test_what_was_published_takes_its_remarks_along(returned, editor, reviewer):
    editor.submit(returned, section="Article 8")
    reviewer.approve(returned, tell="yes")

    assert editor.get(desk.edit_address(returned)).context["open_remarks"] == []
    editor.submit(returned, summary="Newer words.")
    assert reviewer.review(returned).context["remarked"] == []


def test_a_remark_on_a_field_that_does_not_differ_is_refused_and_nothing_is_lost(
    submitted, reviewer
):
    answer = reviewer.send_back(
        submitted, reason=REASON, summary=ON_SUMMARY, title="A remark that has no place."
    )

    assert answer.status_code == 422
    page = words(answer)
    assert "stands on a field that does not differ. Nothing was sent." in page
    for text in (REASON, ON_SUMMARY, "A remark that has no place."):
        assert text in page
    assert not Remark.objects.exists()
    assert state() == TaskState.STATUS_IN_PROGRESS


def test_without_a_reason_the_remarks_stay_in_their_boxes(submitted, reviewer):
    answer = reviewer.send_back(submitted, reason=" ", summary=ON_SUMMARY)

    assert answer.status_code == 422
    assert ON_SUMMARY in words(answer)
    assert not Remark.objects.exists()
    assert state() == TaskState.STATUS_IN_PROGRESS


@pytest.mark.parametrize("text", ["x" * 4001, "nul\x00"], ids=["too-long", "nul"])
def test_a_remark_that_cannot_be_kept_is_refused_at_its_box(submitted, reviewer, text):
    answer = reviewer.send_back(submitted, reason=REASON, summary=text)

    assert answer.status_code == 422
    assert 'class="errorlist"' in words(answer)
    assert not Remark.objects.exists()
    assert state() == TaskState.STATUS_IN_PROGRESS


def test_a_text_edited_meanwhile_is_shown_anew_with_what_was_typed(submitted, editor, reviewer):
    page = reviewer.review(submitted)
    sent = desk.sent_by_browser(page.context["returning"])
    sent |= {"reason": REASON, "remark-section": ON_SECTION, "return": "yes"}
    editor.edit(submitted, section="Article 10")

    answer = reviewer.client.post(desk.review_address(submitted), sent)

    assert answer.status_code == 409
    for text in ("edited after it was shown", REASON, ON_SECTION, "Article 10"):
        assert text in words(answer)
    assert not Remark.objects.exists()
    again = desk.sent_by_browser(answer.context["returning"])
    sent |= again
    assert reviewer.client.post(desk.review_address(submitted), sent).status_code == 302
    assert of("section").revision_id == Clause.objects.get(pk=submitted.pk).latest_revision_id


def test_an_editor_cannot_remark(submitted, guild):
    colleague = desk.Desk(people.EditorFactory(unions=[guild]))

    colleague.send_back(submitted, reason=REASON, summary=ON_SUMMARY)

    assert 'name="remark-' not in words(colleague.review(submitted))
    assert not Remark.objects.exists()
    assert state() == TaskState.STATUS_IN_PROGRESS


def test_a_reviewer_of_another_union_cannot_remark(submitted, stranger):
    stranger.send_back(submitted, reason=REASON, summary=ON_SUMMARY)

    assert 'name="remark-' not in words(stranger.review(submitted))
    assert not Remark.objects.exists()
    assert state() == TaskState.STATUS_IN_PROGRESS


def test_returning_twice_sends_nothing_twice(submitted, reviewer):
    sent = desk.sent_by_browser(reviewer.review(submitted).context["returning"])
    sent |= {"reason": REASON, "remark-summary": ON_SUMMARY, "return": "yes"}
    reviewer.client.post(desk.review_address(submitted), sent)

    answer = reviewer.client.post(desk.review_address(submitted), sent, follow=True)

    assert "somebody settled it" in words(answer)
    assert Remark.objects.count() == 2


def test_only_those_who_edit_settle(returned, administrator):
    address = reverse("desk_remark_settle", args=[of("summary").pk])

    administrator.client.post(address)
    Client().post(address)

    assert of("summary").settled_at is None


def test_a_link_settles_nothing(returned, editor):
    answer = editor.get(reverse("desk_remark_settle", args=[of("summary").pk]))

    assert answer.status_code == 405
    assert of("summary").settled_at is None


def test_a_form_of_another_site_settles_nothing(returned, editor):
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(editor.user, backend="django.contrib.auth.backends.ModelBackend")

    answer = elsewhere.post(reverse("desk_remark_settle", args=[of("summary").pk]))

    assert answer.status_code == 403
    assert of("summary").settled_at is None


@pytest.mark.parametrize(
    "change",
    [
        lambda rows, user: rows.update(text="Other words."),
        lambda rows, user: rows.update(settled_at=None, settled_by=None),
        lambda rows, user: rows.delete(),
    ],
    ids=["altered", "opened-again", "removed"],
)
def test_the_database_keeps_a_remark(returned, editor, change):
    editor.settle(of("summary"))
    before = Remark.objects.filter(field="summary").values().get()

    with pytest.raises(IntegrityError), transaction.atomic():
        change(Remark.objects.filter(field="summary"), editor.user)

    assert Remark.objects.filter(field="summary").values().get() == before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("remark_says_something", {"text": ""}),
        ("remark_settled_has_person_and_time", {"settled_by": None}),
        ("remark_settled_has_person_and_time", {"settled_at": None}),
        ("remark_once_a_field_and_review", {"field": "summary"}),
    ],
    ids=["says-nothing", "nobody", "never", "twice"],
)
def test_the_database_refuses_what_is_no_remark(returned, editor, name, change):
    kept = of("summary")
    row = {
        "task_state": kept.task_state, "revision": kept.revision, "record_kind": "clause",
        "record_id": returned.pk, "field": "title", "text": "x", "by": editor.user,
        "at": kept.at, "settled_at": kept.at, "settled_by": editor.user,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Remark.objects.create(**{**row, **change})


def asked(person, address):
    person.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        person.get(address)
    return len(queries)


def test_the_list_of_returned_drafts_asks_a_constant_number_of_questions(
    returned, agreement, editor, reviewer
):
    address = reverse("desk_returned")
    once = asked(editor, address)
    for number in range(3):
        other = library.ClauseFactory(slug=f"other-{number}", agreement=agreement, published=True)
        editor.submit(other, summary="New words.", section="Article 9")
        reviewer.send_back(other, reason=REASON, summary=ON_SUMMARY, section=ON_SECTION)

    assert asked(editor, address) == once


def test_a_form_and_a_review_ask_as_much_for_one_remark_as_for_many(
    clause, agreement, editor, reviewer
):
    other = library.ClauseFactory(slug="other", agreement=agreement, published=True)
    for record, said in ((clause, {}), (other, {"summary": ON_SUMMARY, "section": ON_SECTION})):
        editor.submit(record, summary="New words.", section="Article 9")
        reviewer.send_back(record, reason=REASON, **said)

    assert asked(editor, desk.edit_address(other)) == asked(editor, desk.edit_address(clause))
    for record in (clause, other):
        editor.submit(record, title="Another title")
    assert asked(reviewer, desk.review_address(other)) == asked(
        reviewer, desk.review_address(clause)
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_in_the_same_moment_one_is_kept(returned, editor, guild):
    colleague = desk.Desk(people.EditorFactory(unions=[guild]))
    remark = of("summary")
    ready = threading.Barrier(2)

    def settle(person):
        try:
            ready.wait(timeout=20)
            return "Remark settled." in words(person.settle(remark))
        finally:
            db.connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        sent = [pool.submit(settle, person) for person in (editor, colleague)]
        answers = [each.result(timeout=60) for each in sent]

    assert sorted(answers) == [False, True]
    first = editor if answers[0] else colleague
    assert of("summary").settled_by == first.user

"""The desk opens on what waits, each a count and one way to the work."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clauses import calendar
from clauses.models import MistakeReport
from tests import desk
from tests.factories import library, records

pytestmark = pytest.mark.django_db


def piles(person):
    panel = person.get(reverse("wagtailadmin_home")).context["panels"][0]
    request = type("Request", (), {"user": person.user})()
    return {str(pile.name): pile for pile in panel.get_context_data({"request": request})["piles"]}


@pytest.fixture
def report():
    return MistakeReport.objects.create(
        record_kind="clause",
        slug="the-clause",
        message="The date is wrong.",
        created_at=timezone.now() - datetime.timedelta(days=3),
    )


def test_a_reviewer_sees_what_waits_for_a_review(clause, editor, reviewer, stranger):
    editor.submit(clause, summary="New words.")

    assert piles(reviewer)["Drafts that wait for your review"].count == 1
    assert piles(stranger)["Drafts that wait for your review"].count == 0
    assert piles(editor)["Drafts in review"].count == 1


def test_an_editor_sees_what_was_returned(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.send_back(clause, reason="The section is missing.")

    assert piles(editor)["Drafts returned to you"].count == 1
    assert piles(reviewer)["Drafts returned to you"].count == 0
    assert piles(editor)["Drafts in review"].count == 0


def test_reported_mistakes_are_counted_until_settled(clause, editor, report):
    assert piles(editor)["Reported mistakes"].count == 1
    assert piles(editor)["Reported mistakes"].since == report.created_at

    editor.client.post(
        reverse("desk_mistakes:edit", args=[report.pk]),
        {"state": "mended", "answer": "The date was corrected."},
    )

    assert piles(editor)["Reported mistakes"].count == 0


def test_agreements_that_end_within_120_days_are_counted(words, editor):
    today = calendar.today(timezone.now())
    for slug, days in (("soon", 120), ("today", 0), ("later", 121), ("over", -1)):
        library.AgreementFactory(
            slug=slug,
            effective_from=datetime.date(2020, 1, 1),
            effective_to=today + datetime.timedelta(days=days),
            published=True,
        )

    pile = piles(editor)["Agreements that end within 120 days"]

    assert pile.count == 2
    listed = editor.get(pile.address).context["object_list"]
    assert {agreement.slug for agreement in listed} == {"soon", "today"}


def test_nothing_of_the_library_waits_for_an_administrator(clause, report, administrator):
    assert piles(administrator) == {}


def test_more_drafts_in_review_cost_no_more_queries(agreement, words, editor, reviewer):
    def asked(address):
        reviewer.get(address)
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(address)
        return len(queries)

    made = library.ClauseFactory.create_batch(6, agreement=agreement)
    for clause in made[:2]:
        records.publish(clause)
        editor.submit(clause, summary="New words.")
    addresses = (reverse("wagtailadmin_home"), reverse("desk_reviews"))
    before = [asked(address) for address in addresses]

    for clause in made[2:]:
        editor.submit(clause, summary="New words.")

    assert [asked(address) for address in addresses] == before
    assert piles(reviewer)["Drafts that wait for your review"].count == 6


def test_what_may_be_decided_in_the_list_is_what_the_review_says(
    clause, agreement, editor, reviewer, stranger
):
    own = library.ClauseFactory(slug="own", agreement=agreement, published=True)
    editor.submit(clause, summary="New words.")
    reviewer.submit(own, summary="The reviewer's words.")

    for person in (editor, reviewer, stranger):
        for each in person.get(reverse("desk_reviews")).context["reviews"]:
            shown = person.get(desk.review_address(each["review"].record)).context["refusal"]
            assert each["refusal"] == shown


class TestMistakes:
    def test_settling_keeps_who_when_and_what(self, editor, report):
        editor.client.post(
            reverse("desk_mistakes:edit", args=[report.pk]),
            {"state": "declined", "answer": "The source says so."},
        )

        report.refresh_from_db()
        assert (report.state, report.answer) == ("declined", "The source says so.")
        assert report.settled_by == editor.user
        assert report.settled_at is not None

    def test_settling_needs_an_answer(self, editor, report):
        answer = editor.client.post(
            reverse("desk_mistakes:edit", args=[report.pk]), {"state": "mended", "answer": ""}
        )

        assert answer.status_code == 422
        report.refresh_from_db()
        assert report.state == "open"

    def test_a_settled_report_is_not_settled_again(self, editor, reviewer, report):
        address = reverse("desk_mistakes:edit", args=[report.pk])
        editor.client.post(address, {"state": "mended", "answer": "Corrected."})

        reviewer.client.post(address, {"state": "declined", "answer": "Nothing wrong."})

        report.refresh_from_db()
        assert (report.state, report.settled_by) == ("mended", editor.user)

    def test_what_a_reader_wrote_is_shown_as_words(self, editor, report):
        MistakeReport.objects.update(message="<script>alert(1)</script>")

        page = editor.get(reverse("desk_mistakes:edit", args=[report.pk])).content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_a_report_leads_to_its_record(self, clause, editor, report):
        page = editor.get(reverse("desk_mistakes:edit", args=[report.pk])).content.decode()

        assert f"/clauses/clause/edit/{clause.pk}/" in page


class TestUnionContacts:
    def test_staff_keep_the_contact_of_their_union_and_nothing_else(self, editor, guild):
        editor.client.post(
            reverse("desk_unions:edit", args=[guild.pk]),
            {
                "contact_name": "Contracts department",
                "contact_email": "contracts@example.org",
                "contact_url": "https://example.org/contracts",
                "contact_phone": "+1 555 0100",
                "name": "Another name",
                "is_served": "",
            },
        )

        guild.refresh_from_db()
        assert guild.contact_email == "contracts@example.org"
        assert (guild.name, guild.is_served) == ("The Guild", True)

    def test_another_unions_contact_is_not_theirs(self, editor, other_guild):
        editor.client.post(
            reverse("desk_unions:edit", args=[other_guild.pk]), {"contact_name": "Us"}
        )

        other_guild.refresh_from_db()
        assert other_guild.contact_name == ""

    def test_a_wrong_address_is_refused(self, editor, guild):
        answer = editor.client.post(
            reverse("desk_unions:edit", args=[guild.pk]), {"contact_phone": "call me"}
        )

        assert "contact_phone" in answer.context["form"].errors


def test_what_waits_comes_first_and_the_empty_piles_in_a_line_below(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    html = reviewer.get(reverse("wagtailadmin_home")).content.decode()

    waits, _, nothing = html.partition("Nothing waits in")
    assert "Drafts that wait for your review" in waits
    assert waits.count("desk-next") == 1
    assert "Drafts returned to you" in nothing
    assert "Drafts that wait for your review" not in nothing

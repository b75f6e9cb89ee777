"""Settling what became of the clauses of an earlier agreement: drafts, and a second person."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clauses import settling, successors
from clauses.models import Agreement, Clause, Dropped
from tests import desk
from tests.factories import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(agreement, guild):
    return library.AgreementFactory(
        slug="the-next-agreement",
        name="The next agreement",
        unions=[guild],
        preceded_by=agreement,
        effective_from=datetime.date(2026, 5, 2),
        effective_to=datetime.date(2030, 5, 1),
        published=True,
    )


@pytest.fixture
def successor(later):
    return library.ClauseFactory(
        slug="the-successor",
        agreement=later,
        title="Title of the-clause, renewed",
        effective_from=later.effective_from,
        effective_to=later.effective_to,
        published=True,
    )


def address(later, clause) -> str:
    return reverse("desk_settle_clause", args=[later.pk, clause.pk])


def settle(person, later, clause, choice, *, ticked=(), **words):
    """Open the page, choose, and send what was shown."""
    page = person.get(address(later, clause))
    shown = {f"shown-{each.pk}": str(each.latest_revision_id) for each in page.context["shown"]}
    given = {"choice": choice, "later": [str(each.pk) for each in ticked], **words}
    return person.client.post(
        address(later, clause),
        {**desk.sent_by_browser(page.context["form"]), **shown, **given},
        follow=True,
    )


def live(slug="the-clause"):
    return Clause.objects.get(slug=slug)


def open_count(later):
    return settling.successors().get(pk=later.pk).open_count


def test_carried_on_is_a_draft_until_somebody_else_publishes_it(
    clause, later, successor, editor, reviewer
):
    settle(editor, later, clause, "carried")

    assert list(live().carried_into.all()) == []
    assert open_count(later) == 1
    [case] = settling.cases(agreement=later)
    assert (case.live, case.drafted) == ("not-settled", "carried")
    page = editor.get(reverse("desk_settle_agreement", args=[later.pk])).content.decode()
    assert "1 of 1 settled." in " ".join(page.split())

    reviewer.approve(clause, tell="no", silence_reason="Lineage.")

    assert list(live().carried_into.all()) == [later]
    assert open_count(later) == 0


def test_the_one_who_settled_cannot_publish_it(clause, later, reviewer):
    settle(reviewer, later, clause, "carried")

    reviewer.approve(clause, tell="no", silence_reason="Lineage.")

    assert list(live().carried_into.all()) == []


def test_replaced_is_drafted_on_the_later_clause(clause, later, successor, editor, reviewer):
    settle(editor, later, clause, "replaced", ticked=[successor])

    assert live().has_unpublished_changes is False
    reviewer.approve(successor, tell="no", silence_reason="Lineage.")

    assert list(live("the-successor").builds_on.all()) == [clause]
    assert open_count(later) == 0


def test_replaced_needs_a_clause_that_replaces_it(clause, later, successor, editor):
    answer = settle(editor, later, clause, "replaced")

    assert answer.status_code == 422
    assert "Say which clause replaces it." in answer.content.decode()


def test_dropped_needs_a_source(clause, later, editor):
    answer = settle(editor, later, clause, "dropped", source_title=" ")

    assert answer.status_code == 422
    assert "Dropped needs a source" in answer.content.decode()
    assert live().has_unpublished_changes is False


def test_dropped_is_published_with_its_source(clause, later, editor, reviewer):
    settle(
        editor,
        later,
        clause,
        "dropped",
        source_title="Summary of changes",
        source_url="https://example.org/summary",
        reason="Deleted, page 3.",
    )
    review = reviewer.review(clause).content.decode()
    assert "Summary of changes" in review

    reviewer.approve(clause, tell="no", silence_reason="Lineage.")

    dropped = Dropped.objects.get()
    assert (dropped.agreement, dropped.source_title) == (later, "Summary of changes")
    assert open_count(later) == 0


def test_another_choice_takes_the_first_one_back(clause, later, successor, editor):
    settle(editor, later, clause, "dropped", source_title="Summary of changes")
    settle(editor, later, clause, "carried", ticked=[successor])
    settle(editor, later, clause, "not-settled")

    [case] = settling.cases(agreement=later)
    assert (case.drafted, case.later, case.dropping) == ("not-settled", (), {})


def test_the_same_choice_again_drafts_nothing(clause, later, editor):
    settle(editor, later, clause, "carried")
    revision = live().latest_revision_id

    answer = settle(editor, later, clause, "carried")

    assert "Nothing changed." in answer.content.decode()
    assert live().latest_revision_id == revision


def test_a_newer_draft_than_was_shown_is_not_written_over(clause, later, editor, reviewer):
    page = editor.get(address(later, clause))
    shown = {f"shown-{each.pk}": str(each.latest_revision_id) for each in page.context["shown"]}
    reviewer.edit(clause, summary="Newer words.")
    revision = live().latest_revision_id

    answer = editor.client.post(address(later, clause), {**shown, "choice": "carried"}, follow=True)

    assert "was edited after it was shown to you" in answer.content.decode()
    assert live().latest_revision_id == revision


def test_settling_keeps_the_other_words_of_a_waiting_draft(clause, later, editor):
    editor.edit(clause, summary="Words that wait.")

    settle(editor, later, clause, "carried")

    draft = live().get_latest_revision_as_object()
    assert draft.summary == "Words that wait."
    assert list(draft.carried_into.all()) == [later]


def test_a_clause_of_another_agreement_cannot_replace_it(clause, later, editor):
    foreign = library.ClauseFactory(slug="foreign", published=True)

    answer = settle(editor, later, clause, "replaced", ticked=[foreign])

    assert "not of this agreement" in answer.content.decode()
    assert list(foreign.builds_on.all()) == []


def test_an_agreement_that_is_still_a_draft_can_be_settled_towards(clause, agreement, editor):
    drafted = library.AgreementFactory(slug="drafted", preceded_by=agreement, live=False)

    settle(editor, drafted, clause, "carried")

    draft = live().get_latest_revision_as_object()
    assert list(draft.carried_into.all()) == [drafted]


def test_the_opening_page_counts_what_is_open(clause, later, editor):
    page = " ".join(editor.get("/staff/").content.decode().split())

    assert "Clauses of earlier agreements to settle" in page


def test_an_administrator_has_no_part_in_it(clause, later, administrator):
    for place in (
        reverse("desk_settle_agreements"),
        reverse("desk_settle_agreement", args=[later.pk]),
        address(later, clause),
    ):
        assert administrator.get(place).status_code != 200


def test_an_edited_form_refuses_a_clause_both_kept_and_dropped(clause, later, editor):
    kept = {"carried_into": [later.slug]}
    dropped = desk.child(
        "dropped_by", 0, of=1, agreement=str(later.pk), source_title="Summary of changes"
    )

    editor.edit(clause, **kept, **dropped)

    assert live().has_unpublished_changes is False


def test_the_pages_ask_a_constant_number_of_times(clause, later, successor, editor, agreement):
    places = (
        reverse("desk_settle_agreements"),
        reverse("desk_settle_agreement", args=[later.pk]),
        address(later, clause),
    )

    def asked():
        counts = []
        for place in places:
            with CaptureQueriesContext(connection) as queries:
                editor.get(place)
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    for number in range(6):
        library.ClauseFactory(slug=f"more-{number}", agreement=agreement, published=True)
        library.ClauseFactory(
            slug=f"later-{number}",
            agreement=later,
            effective_from=later.effective_from,
            effective_to=later.effective_to,
            published=True,
        )

    assert asked() == few
    assert max(few) <= 16


class TestSuggestions:
    def test_the_likeliest_comes_first_with_its_reasons(self, clause, later, successor):
        other = library.ClauseFactory(
            slug="far", agreement=later, section="Article 9", title="Pay", roles=["actor"], uses=[]
        )

        found = successors.proposed(clause=clause, among=[other, successor])

        assert found[0].clause == successor
        assert "the titles share words" in found[0].reasons

    @pytest.mark.usefixtures("catalogue")
    def test_on_the_real_agreements_a_known_successor_is_among_the_proposed(self):
        missed, asked = [], 0
        for agreement in Agreement.objects.filter(preceded_by__isnull=False):
            among = settling.later_clauses(agreement=agreement)
            for later in among:
                for earlier in later.builds_on.all():
                    asked += 1
                    found = successors.proposed(clause=earlier, among=among)
                    if later not in [each.clause for each in found]:
                        missed.append((earlier.slug, later.slug))

        assert asked >= 18
        assert len(missed) <= asked // 3, missed

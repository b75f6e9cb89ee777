"""The mark "checked against the agreement": who sets it, what it holds for, and when it goes."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from clauses import acts, checking
from clauses.loading import wanted, writing
from clauses.models import Change, Clause, ClauseCheck, Publication
from tests import desk
from tests.factories import library, people, records

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)
MEMORANDUM = "Memorandum of Agreement 2023"


def live() -> Clause:
    return Clause.objects.get(slug="the-clause")


def shown(person, clause):
    return desk.sent_by_browser(person.get(address(clause)).context["form"])


def address(clause) -> str:
    return reverse("desk_check", args=[clause.pk])


def mark(person, clause, **words):
    """Open the page, fill in where it was compared, and send exactly what was shown."""
    place = {"document": MEMORANDUM, "page": "68", "section": "Article 72.B"}
    return person.client.post(
        address(clause), {**shown(person, clause), **place, **words}, follow=True
    )


def take_back(person, clause, *, reason):
    form = desk.sent_by_browser(person.get(address(clause)).context["taking_back"])
    return person.client.post(address(clause), {**form, "reason": reason}, follow=True)


def kinds():
    return list(
        Change.objects.filter(kind__startswith="clause.check").values_list("kind", flat=True)
    )


def settle_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_reviewer_of_the_union_marks_the_live_words(clause, reviewer):
    mark(reviewer, clause)

    found = live()
    assert (found.checked_document, found.checked_page, found.checked_section) == (
        MEMORANDUM,
        "68",
        "Article 72.B",
    )
    assert found.checked_by == reviewer.user
    check = ClauseCheck.objects.get()
    assert check.publication == Publication.objects.get(record_kind="clause")
    change = Change.objects.get(kind="clause.checked")
    assert (change.by, change.notifies, change.slug) == (reviewer.user, False, "the-clause")
    settle_triggers()


def test_the_form_proposes_our_primary_source_and_the_section(agreement, words, reviewer):
    clause = library.ClauseFactory(slug="the-clause", agreement=agreement)
    library.ClauseSourceFactory(clause=clause, title="A digest", tier="digest")
    library.ClauseSourceFactory(clause=clause, title="The 2023 MOA", tier="primary")
    records.publish(clause)

    form = shown(reviewer, clause)

    assert (form["document"], form["section"]) == ("The 2023 MOA", "Article 72.B")


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_nobody_else_marks(request, clause, who):
    person = request.getfixturevalue(who)

    page = mark(person, clause)

    assert live().is_checked is False
    assert not ClauseCheck.objects.exists()
    assert kinds() == []
    assert "Only" in page.content.decode()


def test_an_administrator_does_not_see_the_page(clause, administrator):
    assert administrator.get(address(clause)).status_code != 200


@pytest.mark.parametrize(
    "place", [{"document": " "}, {"page": " ", "section": ""}], ids=["document", "place"]
)
def test_half_a_place_is_refused_with_a_sentence(clause, reviewer, place):
    answer = mark(reviewer, clause, **place)

    assert answer.status_code == 422
    assert live().is_checked is False


def test_marking_twice_is_refused_and_names_who_did(clause, reviewer, guild):
    second = desk.Desk(people.ReviewerFactory(unions=[guild]))
    form = shown(second, clause)
    mark(reviewer, clause)

    answer = second.client.post(
        address(clause), {**form, "document": "Other", "page": "1"}, follow=True
    )

    assert "marked already" in answer.content.decode()
    assert live().checked_document == MEMORANDUM
    assert kinds() == ["clause.checked"]


def test_words_that_went_live_meanwhile_are_not_marked(clause, editor, reviewer, guild):
    second = desk.Desk(people.ReviewerFactory(unions=[guild]))
    form = shown(second, clause)
    editor.submit(clause, summary="New words.")
    reviewer.approve(clause, tell="yes")

    answer = second.client.post(
        address(clause), {**form, "document": MEMORANDUM, "page": "1"}, follow=True
    )

    assert "Other words went live" in answer.content.decode()
    assert live().is_checked is False


def test_a_clause_that_is_not_live_has_nothing_to_mark(agreement, words, reviewer):
    clause = library.ClauseFactory(slug="the-clause", agreement=agreement, live=False)

    with pytest.raises(checking.NotLive):
        checking.mark(
            clause_id=clause.pk,
            publication_id=1,
            place=checking.Place(document=MEMORANDUM, page="1"),
            by=reviewer.user,
            now=NOW,
        )


def test_a_draft_leaves_the_mark_on_what_is_live(clause, editor, reviewer):
    mark(reviewer, clause)

    editor.submit(clause, summary="New words.")

    assert live().is_checked is True
    page = reviewer.review(clause).content.decode()
    assert "the mark goes when it is published" in page
    assert "checked_document" not in live().latest_revision.content or (
        live().latest_revision.content["checked_document"] == MEMORANDUM
    )


@pytest.mark.parametrize(
    "edit",
    [
        {"summary": "New words."},
        {"title": "Another title"},
        {"section": "Article 73"},
        {"plain_language": "In other words."},
        {"effective_to": "2025-05-01"},
        {"roles": ["actor"]},
        {"safeguard_types": ["notice"]},
        {"uses": ["script-rewriting"]},
        {"required_facts": ["minor"]},
        desk.child("time_limits", 0, of=1, direction="within", number="30", unit="days"),
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_other_substance_clears_the_mark_when_it_goes_live(clause, editor, reviewer, edit):
    mark(reviewer, clause)
    editor.submit(clause, **edit)

    reviewer.approve(clause, tell="yes")

    found = live()
    assert (found.is_checked, found.checked_document, found.checked_by) == (False, "", None)
    check = ClauseCheck.objects.get()
    assert (check.cleared, check.cleared_by) == ("words-changed", reviewer.user)
    assert check.cleared_publication == Publication.objects.get(
        record_kind="clause", live_until=None
    )
    change = Change.objects.get(kind="clause.check_cleared")
    assert (change.notifies, change.publication_id) == (False, check.cleared_publication_id)
    settle_triggers()


@pytest.mark.parametrize(
    "edit",
    [
        {"confidence_note": "Doubtful."},
        {"rules_note": "Because."},
        {"evidence_level": "primary", "is_verified": ""},
        {"visibility": "members"},
        desk.child("texts", 0, of=1, language="fr", status="reviewed", title="Un titre"),
        desk.child("sources", 0, of=1, title="Another page", tier="primary"),
    ],
    ids=["note", "rules", "verified", "visibility", "translation", "source"],
)
def test_notes_translations_and_sources_leave_the_mark(clause, editor, reviewer, edit):
    mark(reviewer, clause)
    editor.submit(clause, **edit)

    reviewer.approve(clause, tell="no", silence_reason="A note.")

    assert Publication.objects.filter(record_kind="clause").count() == 2
    found = live()
    assert (found.is_checked, found.checked_by) == (True, reviewer.user)
    assert kinds() == ["clause.checked"]


def test_the_approver_may_mark_the_new_words_along_with_approving(clause, editor, reviewer):
    mark(reviewer, clause)
    editor.submit(clause, summary="New words.")

    reviewer.approve(
        clause,
        tell="yes",
        check="yes",
        **{"check-document": MEMORANDUM, "check-page": "70", "check-section": ""},
    )

    found = live()
    assert (found.summary, found.is_checked, found.checked_page) == ("New words.", True, "70")
    assert kinds() == ["clause.checked", "clause.check_cleared", "clause.checked"]


def test_half_a_mark_keeps_the_approval_from_happening(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    answer = reviewer.approve(
        clause,
        tell="yes",
        check="yes",
        **{"check-document": MEMORANDUM, "check-page": "", "check-section": ""},
    )

    assert answer.status_code == 422
    assert "Name the page or the section" in answer.content.decode()
    assert live().summary == "Summary of the-clause."
    assert kinds() == []


def test_a_mark_is_taken_back_with_a_reason(clause, reviewer, guild):
    mark(reviewer, clause)
    second = desk.Desk(people.ReviewerFactory(unions=[guild]))

    take_back(second, clause, reason="It was the draft of the memorandum.")

    assert live().is_checked is False
    check = ClauseCheck.objects.get()
    assert (check.cleared, check.cleared_by, check.cleared_reason) == (
        "taken-back",
        second.user,
        "It was the draft of the memorandum.",
    )
    assert Change.objects.get(kind="clause.check_cleared").note == check.cleared_reason
    assert "It was the draft of the memorandum." in second.get(address(clause)).content.decode()
    settle_triggers()


def test_taking_back_needs_a_reason_a_reviewer_and_the_union(clause, reviewer, editor, stranger):
    mark(reviewer, clause)
    check = ClauseCheck.objects.get()

    assert take_back(reviewer, clause, reason=" ").status_code == 422
    for person in (editor, stranger):
        take_back(person, clause, reason="No.")
        with pytest.raises(PermissionDenied):
            checking.take_back(check_id=check.pk, by=person.user, now=NOW, reason="No.")
    with pytest.raises(ValidationError):
        checking.take_back(check_id=check.pk, by=reviewer.user, now=NOW, reason="")

    assert live().is_checked is True


def test_a_mark_is_taken_back_once(clause, reviewer):
    mark(reviewer, clause)
    form = desk.sent_by_browser(reviewer.get(address(clause)).context["taking_back"])
    take_back(reviewer, clause, reason="Wrong.")
    mark(reviewer, clause)

    answer = reviewer.client.post(address(clause), {**form, "reason": "Again."}, follow=True)

    assert "gone already" in answer.content.decode()
    assert live().is_checked is True


def test_the_same_words_live_again_after_taking_off_keep_the_mark(clause, reviewer, editor, guild):
    mark(reviewer, clause)
    request = acts.ask(
        subject=clause, act="unpublish", reason="A slip.", by=editor.user, now=timezone.now()
    )
    acts.approve(request_id=request.pk, by=reviewer.user, now=timezone.now())
    assert live().live is False

    editor.submit(live(), confidence_note="Looked up again.")
    reviewer.approve(live(), tell="no", silence_reason="The same words.")

    assert (live().live, live().is_checked) == (True, True)
    settle_triggers()


class TestTheCatalogue:
    """The loader never sets a mark, and wipes one only by other words."""

    def load(self, clause, **values):
        kept = {"agreement_id": clause.agreement_id, **values}
        wish = wanted.Record(model=Clause, slug=clause.slug, values=kept, children={}, many={})
        return writing.write(rows=(), records=(wish,), now=NOW)

    def test_words_of_the_catalogue_clear_the_mark(self, clause, reviewer):
        mark(reviewer, clause)

        self.load(clause, summary="What the file says now.")

        assert (live().summary, live().is_checked) == ("What the file says now.", False)
        change = Change.objects.get(kind="clause.check_cleared")
        assert (change.system_actor, change.by) == ("catalogue", None)
        assert ClauseCheck.objects.get().cleared_by is None
        settle_triggers()

    def test_a_note_of_the_catalogue_leaves_it(self, clause, reviewer):
        mark(reviewer, clause)

        self.load(clause, confidence_note="What the file doubts now.")

        assert live().confidence_note == "What the file doubts now."
        assert live().is_checked is True


class TestTheDatabase:
    """What it refuses, whoever writes."""

    @pytest.fixture
    def check(self, clause, reviewer):
        mark(reviewer, clause)
        settle_triggers()
        return ClauseCheck.objects.get()

    def refuse(self, act):
        def settled():
            with transaction.atomic():
                act()
                settle_triggers()

        with pytest.raises(IntegrityError):
            settled()

    def test_a_check_is_never_altered(self, check):
        self.refuse(lambda: ClauseCheck.objects.update(document="Another"))

    def test_a_check_is_never_removed(self, check):
        self.refuse(lambda: ClauseCheck.objects.all().delete())

    def test_a_check_ends_once(self, check, reviewer, clause):
        take_back(reviewer, clause, reason="Wrong.")

        self.refuse(lambda: ClauseCheck.objects.update(cleared_reason="Right."))

    def test_an_end_says_why(self, check):
        self.refuse(lambda: ClauseCheck.objects.update(cleared_at=NOW + datetime.timedelta(1)))

    def test_a_clause_carries_no_mark_without_a_check(self, check, agreement, reviewer):
        other = library.ClauseFactory(slug="other", agreement=agreement)

        self.refuse(
            lambda: Clause.objects.filter(pk=other.pk).update(
                checked_at=NOW, checked_by=reviewer.user, checked_document="None"
            )
        )

    def test_a_mark_does_not_go_while_its_check_holds(self, check):
        self.refuse(
            lambda: Clause.objects.filter(slug="the-clause").update(
                checked_at=None, checked_by=None
            )
        )

    def test_two_checks_do_not_hold_at_once(self, check):
        values = {name: getattr(check, name) for name in ("clause", "publication", "by", "at")}

        self.refuse(lambda: ClauseCheck.objects.create(document="Two", page="1", **values))


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_the_same_time_leave_one_mark(clause, guild, reviewer):
    publication = Publication.objects.of(record=live()).live().get()
    others = [people.ReviewerFactory(unions=[guild]) for _ in range(3)]
    gate, outcomes = threading.Barrier(len(others)), []

    def try_it(user):
        gate.wait()
        try:
            checking.mark(
                clause_id=clause.pk,
                publication_id=publication.pk,
                place=checking.Place(document=str(user.pk), page="1"),
                by=user,
                now=NOW,
            )
            outcomes.append("marked")
        except checking.AlreadyChecked:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=[user]) for user in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["marked", "refused", "refused"]
    assert live().checked_document == str(live().checked_by_id)
    assert ClauseCheck.objects.count() == 1

"""What the database refuses of publications, whoever writes to it."""

import pytest
from django import db
from django.db import transaction

from clauses import acts, publishing
from clauses.models import ActRequest, Change, Publication
from tests.clauses.publishing.saying import (
    LATER,
    NOW,
    changes_of,
    committed,
    decision,
    draft,
    publications_of,
)

pytestmark = pytest.mark.django_db


class TestTheDatabase:
    """What it refuses, whoever writes to it."""

    @pytest.fixture
    def published(self, clause, editor, reviewer):
        publishing.publish(
            record=clause, revision=draft(clause, by=editor), decision=decision(by=reviewer)
        )
        return clause

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE clauses_change SET notifies = false",
            "DELETE FROM clauses_change",
            "UPDATE clauses_publication SET approver_id = NULL",
            "UPDATE clauses_publication SET author_ids = '{}'",
            "DELETE FROM clauses_publication",
        ],
    )
    def test_what_was_written_is_not_altered(self, published, statement):
        with (
            pytest.raises(db.IntegrityError),
            transaction.atomic(),
            db.connection.cursor() as cursor,
        ):
            cursor.execute(statement)

        assert publications_of(published).count() == 1
        assert changes_of(published).count() == 1

    def test_a_publication_ends_once(self, published, editor, reviewer):
        request = acts.ask(subject=published, act="retract", reason="Wrong.", by=editor, now=NOW)
        acts.approve(request_id=request.pk, by=reviewer, now=LATER)

        with pytest.raises(db.IntegrityError), transaction.atomic():
            publications_of(published).update(live_until=None)

        assert publications_of(published).get().live_until == LATER

    def test_a_publication_does_not_end_by_itself(self, published):
        with pytest.raises(db.IntegrityError), committed():
            publications_of(published).update(live_until=LATER)

        assert publications_of(published).get().live_until is None

    @pytest.mark.parametrize("kind", ["clause.corrected", "clause.retracted", "clause.unpublished"])
    def test_no_such_change_without_a_request_that_its_actor_approved(
        self, published, editor, reviewer, kind
    ):
        acts.ask(subject=published, act="retract", reason="Wrong.", by=editor, now=NOW)

        with pytest.raises(db.IntegrityError), committed():
            Change.objects.record(
                kind=kind,
                record_kind="clause",
                record_id=published.pk,
                slug=published.slug,
                at=LATER,
                by=reviewer,
            )

        assert changes_of(published).count() == 1

    def test_an_approver_who_wrote_is_refused_whatever_the_row_says(self, clause, editor):
        revision = draft(clause, by=editor)

        with pytest.raises(db.IntegrityError, match="wrote none of it"), transaction.atomic():
            Publication.objects.create(
                record_kind="clause",
                record_id=clause.pk,
                slug=clause.slug,
                revision=revision,
                content_digest="0" * 64,
                approver=editor,
                author_ids=[],
                live_from=NOW,
            )

        assert not publications_of(clause).exists()

    def test_the_scheduler_needs_an_approver_too(self, clause, editor):
        revision = draft(clause, by=editor)
        for approver in (None, editor):
            with pytest.raises(db.IntegrityError), transaction.atomic():
                Publication.objects.create(
                    record_kind="clause",
                    record_id=clause.pk,
                    slug=clause.slug,
                    revision=revision,
                    content_digest="0" * 64,
                    approver=approver,
                    author_ids=[editor.pk],
                    system_actor="scheduler",
                    live_from=NOW,
                )

        assert not publications_of(clause).exists()

    @pytest.mark.parametrize(
        "decided",
        [
            {"state": "approved", "by": "editor"},
            {"state": "declined", "by": "editor"},
            {"state": "withdrawn", "by": "reviewer"},
            {"state": "approved", "by": "reviewer"},
            {"state": "declined", "by": "reviewer"},
        ],
        ids=["own approval", "own refusal", "another's withdrawal", "no change", "no reason"],
    )
    def test_a_request_is_not_decided_against_the_rules(self, published, editor, reviewer, decided):
        request = acts.ask(subject=published, act="retract", reason="Wrong.", by=editor, now=NOW)
        person = {"editor": editor, "reviewer": reviewer}[decided["by"]]

        with pytest.raises(db.IntegrityError), transaction.atomic():
            ActRequest.objects.filter(pk=request.pk).update(
                state=decided["state"], decided_by=person, decided_at=LATER
            )

        assert ActRequest.objects.get().state == "open"

    def test_a_request_is_never_altered_or_removed(self, published, editor, reviewer):
        request = acts.ask(subject=published, act="retract", reason="Wrong.", by=editor, now=NOW)
        rows = ActRequest.objects.filter(pk=request.pk)

        for act in (
            lambda: rows.update(reason="Other words."),
            lambda: rows.update(requested_by=reviewer),
            rows.delete,
        ):
            with pytest.raises(db.IntegrityError), transaction.atomic():
                act()
        acts.decline(request_id=request.pk, by=reviewer, now=LATER, note="Right.")
        with pytest.raises(db.IntegrityError), transaction.atomic():
            rows.update(state="open", decided_by=None, decided_at=None)

        assert ActRequest.objects.get().state == "declined"

    def test_a_record_has_one_open_request(self, published, editor, reviewer):
        acts.ask(subject=published, act="retract", reason="Wrong.", by=editor, now=NOW)

        with pytest.raises(acts.AlreadyAsked):
            acts.ask(subject=published, act="correct", reason="Wrong.", by=reviewer, now=NOW)

        assert ActRequest.objects.count() == 1

    def test_an_author_is_no_approver(self, clause, editor, reviewer):
        revision = draft(clause, by=editor)

        with pytest.raises(db.IntegrityError), transaction.atomic():
            Publication.objects.create(
                record_kind="clause",
                record_id=clause.pk,
                slug=clause.slug,
                revision=revision,
                content_digest="0" * 64,
                approver=editor,
                author_ids=[editor.pk],
                live_from=NOW,
            )

        assert not publications_of(clause).exists()

    def test_two_publications_are_never_live_at_once(self, published, reviewer):
        first = publications_of(published).get()

        with pytest.raises(db.IntegrityError), transaction.atomic():
            Publication.objects.create(
                record_kind="clause",
                record_id=published.pk,
                slug=published.slug,
                revision=first.revision,
                content_digest="0" * 64,
                approver=reviewer,
                author_ids=[],
                live_from=LATER,
            )

        assert publications_of(published).count() == 1

"""Publishing that fails, is killed or happens twice at the same moment leaves nothing half done."""

import threading

import pytest
from django import db
from django.db import transaction

from clauses import publishing
from clauses.models import Clause
from tests.clauses.publishing.saying import (
    assert_nothing_changed,
    changes_of,
    decision,
    draft,
    publications_of,
)
from tests.factories import library, people

pytestmark = pytest.mark.django_db


def test_what_fails_at_the_last_step_leaves_nothing(clause, editor, reviewer):
    """The log is written last; PostgreSQL takes no NUL, so its row fails after all the others."""
    revision = draft(clause, by=editor)

    with pytest.raises(db.DataError), transaction.atomic():
        publishing.publish(
            record=clause, revision=revision, decision=decision(by=reviewer, note="a \x00")
        )

    assert_nothing_changed(clause)


@pytest.mark.django_db(transaction=True)
def test_a_session_killed_half_way_leaves_nothing(guild):
    agreement = library.AgreementFactory(unions=[guild], published=True)
    clause = library.ClauseFactory(agreement=agreement, live=False)
    revision = draft(clause, by=people.EditorFactory())
    reviewer = people.ReviewerFactory(unions=[guild])

    def publish_and_die():
        publishing.publish(record=clause, revision=revision, decision=decision(by=reviewer))
        assert changes_of(clause).count() == 1
        with db.connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(db.OperationalError), transaction.atomic():
        publish_and_die()
    db.connection.close()

    assert_nothing_changed(clause)


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_make_one_publication(guild):
    agreement = library.AgreementFactory(unions=[guild], published=True)
    clause = library.ClauseFactory(agreement=agreement, live=False)
    revision = draft(clause, by=people.EditorFactory())
    approvers = [people.ReviewerFactory(unions=[guild]) for _ in range(2)]
    start = threading.Barrier(2)
    faults = []

    def approve(reviewer):
        try:
            record = Clause.objects.get(pk=clause.pk)
            start.wait(timeout=10)
            publishing.publish(record=record, revision=revision, decision=decision(by=reviewer))
        except Exception as fault:
            faults.append(fault)
        finally:
            db.connection.close()

    threads = [threading.Thread(target=approve, args=(reviewer,)) for reviewer in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert faults == []
    assert publications_of(clause).count() == 1
    assert changes_of(clause).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_editor_who_saves_during_the_approval_is_not_published(guild):
    """Either the newer words are refused, or the older ones, which were shown, are live."""
    agreement = library.AgreementFactory(unions=[guild], published=True)
    clause = library.ClauseFactory(agreement=agreement, live=False, summary="As shown.")
    editor, reviewer = people.EditorFactory(), people.ReviewerFactory(unions=[guild])
    revision = draft(clause, by=editor)
    start = threading.Barrier(2)
    refused = []

    def save():
        record = Clause.objects.get(pk=clause.pk)
        start.wait(timeout=10)
        draft(record, by=editor, summary="Slipped in.")
        db.connection.close()

    def approve():
        record = Clause.objects.get(pk=clause.pk)
        start.wait(timeout=10)
        try:
            publishing.publish(record=record, revision=revision, decision=decision(by=reviewer))
        except publishing.NewerRevision as newer:
            refused.append(newer)
        finally:
            db.connection.close()

    threads = [threading.Thread(target=save), threading.Thread(target=approve)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    now = Clause.objects.get(pk=clause.pk)
    assert now.live is not bool(refused)
    assert now.summary == "As shown."
    assert publications_of(clause).count() == (0 if refused else 1)

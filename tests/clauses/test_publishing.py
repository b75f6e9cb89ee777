"""Publishing: four eyes on every path, one Change for one act, and nothing half done."""

import contextlib
import datetime
import threading

import pytest
from django import db
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision

from clauses import acts, publishing
from clauses.models import ActRequest, Change, Clause, Publication
from tests.factories import deployments, library, people, records
from tracker.models import Deployment

NOW = datetime.datetime(2026, 11, 10, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guild():
    return library.UnionFactory(slug="guild")


@pytest.fixture
def other_guild():
    return library.UnionFactory(slug="other-guild")


@pytest.fixture
def agreement(guild):
    return library.AgreementFactory(unions=[guild], published=True)


@pytest.fixture
def clause(agreement):
    return library.ClauseFactory(agreement=agreement, live=False)


@pytest.fixture
def editor():
    return people.EditorFactory()


@pytest.fixture
def reviewer(guild):
    return people.ReviewerFactory(unions=[guild])


def draft(record, *, by, **words):
    for name, value in words.items():
        setattr(record, name, value)
    return record.save_revision(user=by)


def decision(*, by, at=NOW, **options):
    return publishing.Decision(by=by, now=at, **options)


def publications_of(record):
    return Publication.objects.filter(record_kind=record.record_kind, record_id=record.pk)


def changes_of(record):
    return Change.objects.filter(record_kind=record.record_kind, record_id=record.pk)


def assert_nothing_changed(record):
    assert type(record).objects.get(pk=record.pk).live is False
    assert not publications_of(record).exists()
    assert not changes_of(record).exists()


def test_a_publication_says_revision_approver_authors_and_from_when(clause, editor, reviewer):
    revision = draft(clause, by=editor, title="A new title")

    change = publishing.publish(record=clause, revision=revision, decision=decision(by=reviewer))

    publication = publications_of(clause).get()
    assert publication.revision == revision
    assert publication.approver == reviewer
    assert publication.author_ids == [editor.pk]
    assert (publication.live_from, publication.live_until) == (NOW, None)
    assert Clause.objects.get(pk=clause.pk).title == "A new title"
    assert change == changes_of(clause).get()
    assert (change.kind, change.by, change.at) == ("clause.published", reviewer, NOW)
    assert change.notifies is True
    assert change.publication == publication


def test_a_change_reaches_members_of_the_publishers_unions_alone(clause, editor, guild):
    third = library.UnionFactory()
    reviewer = people.ReviewerFactory(unions=[guild, third])
    revision = draft(clause, by=editor)

    change = publishing.publish(record=clause, revision=revision, decision=decision(by=reviewer))

    assert sorted(change.union_ids) == sorted([guild.pk, third.pk])


def test_a_second_publication_ends_the_first_and_names_the_changed_fields(clause, editor, reviewer):
    first = draft(clause, by=editor)
    publishing.publish(record=clause, revision=first, decision=decision(by=reviewer))
    clause = Clause.objects.get(pk=clause.pk)
    second = draft(clause, by=editor, summary="Other words.", section="Article 9")

    change = publishing.publish(
        record=clause, revision=second, decision=decision(by=reviewer, at=LATER)
    )

    assert change.kind == "clause.revised"
    assert sorted(change.changed_fields) == ["section", "summary"]
    old, new = publications_of(clause).order_by("live_from")
    assert (old.live_from, old.live_until) == (NOW, LATER)
    assert (new.live_from, new.live_until) == (LATER, None)


def test_an_author_cannot_approve_the_own_text(clause, guild):
    author = people.ReviewerFactory(unions=[guild])
    revision = draft(clause, by=author)

    with pytest.raises(publishing.FourEyesRequired):
        publishing.publish(record=clause, revision=revision, decision=decision(by=author))

    assert_nothing_changed(clause)


def test_whoever_edited_anything_since_the_last_publication_is_an_author(
    clause, editor, reviewer, guild
):
    draft(clause, by=reviewer, summary="A few words of the reviewer.")
    revision = draft(clause, by=editor, summary="Wholly other words.")

    with pytest.raises(publishing.FourEyesRequired):
        publishing.publish(record=clause, revision=revision, decision=decision(by=reviewer))
    assert_nothing_changed(clause)

    third = people.ReviewerFactory(unions=[guild])
    publishing.publish(record=clause, revision=revision, decision=decision(by=third))
    assert sorted(publications_of(clause).get().author_ids) == sorted([reviewer.pk, editor.pk])


def test_authors_of_an_earlier_publication_may_approve_the_next(clause, editor, reviewer, guild):
    second_reviewer = people.ReviewerFactory(unions=[guild])
    first = draft(clause, by=reviewer)
    publishing.publish(record=clause, revision=first, decision=decision(by=second_reviewer))
    clause = Clause.objects.get(pk=clause.pk)
    second = draft(clause, by=editor, summary="New words.")

    publishing.publish(record=clause, revision=second, decision=decision(by=reviewer, at=LATER))

    assert publications_of(clause).filter(live_until=None).get().approver == reviewer


def test_a_publication_needs_a_person(clause, editor):
    revision = draft(clause, by=editor)

    with pytest.raises(publishing.FourEyesRequired):
        publishing.publish(record=clause, revision=revision, decision=decision(by=None))

    assert_nothing_changed(clause)


def test_an_editor_cannot_approve_what_another_editor_wrote(clause, editor, guild):
    other_editor = people.EditorFactory(unions=[guild])
    revision = draft(clause, by=editor)

    with pytest.raises(publishing.NotAReviewer):
        publishing.publish(record=clause, revision=revision, decision=decision(by=other_editor))

    assert_nothing_changed(clause)


def test_a_reviewer_whose_account_is_closed_cannot_approve(clause, editor, reviewer):
    revision = draft(clause, by=editor)
    reviewer.is_active = False
    reviewer.save()

    with pytest.raises(publishing.NotAReviewer):
        publishing.publish(record=clause, revision=revision, decision=decision(by=reviewer))

    assert_nothing_changed(clause)


def test_a_superuser_cannot_publish_the_own_text(clause, guild):
    root = people.StaffFactory(is_superuser=True, unions=[guild])
    revision = draft(clause, by=root)

    with pytest.raises(publishing.FourEyesRequired):
        publishing.publish(record=clause, revision=revision, decision=decision(by=root))

    assert_nothing_changed(clause)


def test_only_staff_of_a_union_of_the_agreement_publish_its_clause(clause, editor, other_guild):
    stranger = people.ReviewerFactory(unions=[other_guild])
    revision = draft(clause, by=editor)

    with pytest.raises(publishing.NotThisUnion):
        publishing.publish(record=clause, revision=revision, decision=decision(by=stranger))

    assert_nothing_changed(clause)


def test_a_reviewer_without_a_union_publishes_nothing(editor):
    deployment = deployments.DeploymentFactory(live=False)
    revision = draft(deployment, by=editor)

    with pytest.raises(publishing.NotThisUnion):
        publishing.publish(
            record=deployment, revision=revision, decision=decision(by=people.ReviewerFactory())
        )

    assert_nothing_changed(deployment)


def test_a_deployment_may_be_published_by_staff_of_any_union(editor, other_guild):
    deployment = deployments.DeploymentFactory(live=False)
    revision = draft(deployment, by=editor)
    reviewer = people.ReviewerFactory(unions=[other_guild])

    publishing.publish(record=deployment, revision=revision, decision=decision(by=reviewer))

    assert Deployment.objects.get(pk=deployment.pk).live is True


def test_an_older_revision_than_the_latest_is_refused(clause, editor, reviewer):
    shown = draft(clause, by=editor, summary="As it was shown.")
    draft(clause, by=editor, summary="Slipped in afterwards.")

    with pytest.raises(publishing.NewerRevision):
        publishing.publish(record=clause, revision=shown, decision=decision(by=reviewer))

    assert_nothing_changed(clause)


def test_a_saved_revision_is_never_written_over(clause, editor):
    shown = draft(clause, by=editor, summary="As it was shown.")
    clause.summary = "Slipped in under the same number."

    second = clause.save_revision(user=editor, overwrite_revision=shown)

    assert second.pk != shown.pk
    assert Revision.objects.get(pk=shown.pk).content["summary"] == "As it was shown."


def test_four_eyes_hold_for_wagtails_own_publish_button(clause, guild):
    author = people.ReviewerFactory(unions=[guild])
    revision = draft(clause, by=author)

    with pytest.raises(publishing.FourEyesRequired):
        revision.publish(user=author, skip_permission_checks=True)

    assert_nothing_changed(clause)


def test_wagtails_own_publish_by_a_second_person_is_recorded_like_any_other(
    clause, editor, reviewer
):
    revision = draft(clause, by=editor)

    revision.publish(user=reviewer)

    assert publications_of(clause).get().approver == reviewer
    assert changes_of(clause).get().by == reviewer


def test_wagtails_action_alone_asks_for_a_permission_that_nobody_has(clause, editor, reviewer):
    revision = draft(clause, by=editor)

    for user in (editor, reviewer, people.StaffFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            PublishRevisionAction(revision, user=user).execute()

    assert_nothing_changed(clause)


def test_publishing_the_same_words_again_is_no_change(clause, editor, reviewer):
    first = draft(clause, by=editor)
    publishing.publish(record=clause, revision=first, decision=decision(by=reviewer))
    clause = Clause.objects.get(pk=clause.pk)
    again = draft(clause, by=editor)

    change = publishing.publish(
        record=clause, revision=again, decision=decision(by=reviewer, at=LATER)
    )

    assert change is None
    assert changes_of(clause).count() == 1
    assert publications_of(clause).get().live_from == NOW


def test_sources_and_agreements_in_another_order_of_rows_are_the_same_words(
    agreement, editor, reviewer, guild
):
    later, latest = library.AgreementFactory(), library.AgreementFactory()
    clause = library.ClauseFactory(agreement=agreement, live=False)
    clause.carried_into.set([later, latest])
    publishing.publish(
        record=clause, revision=draft(clause, by=editor), decision=decision(by=reviewer)
    )
    clause = Clause.objects.get(pk=clause.pk)
    clause.carried_into.set([latest, later])

    change = publishing.publish(
        record=clause,
        revision=draft(clause, by=editor),
        decision=decision(by=reviewer, at=LATER),
    )

    assert change is None
    assert changes_of(clause).count() == 1


def test_a_changed_source_is_a_change_of_the_sources(clause, editor, reviewer):
    clause.sources.add(library.ClauseSourceFactory.build(clause=clause, title="A paper"))
    publishing.publish(
        record=clause, revision=draft(clause, by=editor), decision=decision(by=reviewer)
    )
    clause = Clause.objects.get(pk=clause.pk)
    source = clause.sources.first()
    source.title = "Another paper"
    clause.sources.add(source)

    change = publishing.publish(
        record=clause,
        revision=draft(clause, by=editor),
        decision=decision(by=reviewer, at=LATER),
    )

    assert change.changed_fields == ["sources"]


def test_a_scheduled_publication_is_neither_live_nor_a_change(clause, editor, reviewer):
    clause.go_live_at = datetime.datetime(2126, 1, 1, tzinfo=datetime.UTC)
    revision = draft(clause, by=editor)

    change = publishing.publish(record=clause, revision=revision, decision=decision(by=reviewer))

    assert change is None
    assert_nothing_changed(clause)
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at == clause.go_live_at


def test_a_quiet_publication_says_why_it_tells_nobody(clause, editor, reviewer):
    revision = draft(clause, by=editor)

    change = publishing.publish(
        record=clause,
        revision=revision,
        decision=decision(by=reviewer, notifies=False, silence_reason="A spelling mistake."),
    )

    assert (change.notifies, change.silence_reason) == (False, "A spelling mistake.")


def test_the_catalogue_publishes_alone_tells_nobody_and_says_not_reviewed(agreement):
    clause = library.ClauseFactory(agreement=agreement, live=False)

    change = publishing.publish(
        record=clause,
        revision=clause.save_revision(),
        decision=publishing.Decision(now=NOW, system_actor="catalogue"),
    )

    assert (change.notifies, change.system_actor, change.by) == (False, "catalogue", None)
    assert Clause.objects.get(pk=clause.pk).is_staff_reviewed is False


def test_a_persons_publication_says_reviewed_by_staff(clause, editor, reviewer):
    publishing.publish(
        record=clause, revision=draft(clause, by=editor), decision=decision(by=reviewer)
    )

    assert Clause.objects.get(pk=clause.pk).is_staff_reviewed is True


class TestUnpublishing:
    @pytest.fixture
    def live(self, clause, editor, reviewer):
        publishing.publish(
            record=clause, revision=draft(clause, by=editor), decision=decision(by=reviewer)
        )
        return Clause.objects.get(pk=clause.pk)

    def assert_nothing_happened(self, clause):
        assert Clause.objects.get(pk=clause.pk).live is True
        assert publications_of(clause).get().live_until is None
        assert changes_of(clause).count() == 1

    def test_one_asks_another_approves(self, live, editor, reviewer):
        request = acts.ask(subject=live, act="unpublish", reason="Not ours.", by=editor, now=NOW)

        change = acts.approve(request_id=request.pk, by=reviewer, now=LATER)

        assert Clause.objects.get(pk=live.pk).live is False
        assert (change.kind, change.notifies) == ("clause.unpublished", False)
        assert publications_of(live).get().live_until == LATER

    def test_nobody_takes_a_record_off_the_site_alone(self, live, reviewer):
        with pytest.raises(publishing.FourEyesRequired):
            publishing.unpublish(
                record=live, requested_by=reviewer, decision=decision(by=reviewer, at=LATER)
            )
        with pytest.raises(publishing.FourEyesRequired):
            live.unpublish(user=reviewer)

        self.assert_nothing_happened(live)

    def test_an_editor_cannot_approve_it(self, live, editor, guild):
        with pytest.raises(publishing.NotAReviewer):
            publishing.unpublish(
                record=live,
                requested_by=editor,
                decision=decision(by=people.EditorFactory(unions=[guild]), at=LATER),
            )

        self.assert_nothing_happened(live)

    def test_what_is_not_live_stays_so_without_a_change(self, clause, editor, reviewer):
        change = publishing.unpublish(
            record=clause, requested_by=editor, decision=decision(by=reviewer)
        )

        assert change is None
        assert_nothing_changed(clause)

    def test_without_a_request_the_database_refuses_it(self, live, editor, reviewer):
        with pytest.raises(db.IntegrityError), committed():
            publishing.unpublish(
                record=live, requested_by=editor, decision=decision(by=reviewer, at=LATER)
            )

        self.assert_nothing_happened(live)

    def test_wagtails_command_for_scheduled_records_takes_nothing_off(self, live):
        Clause.objects.filter(pk=live.pk).update(expire_at=NOW - datetime.timedelta(days=9))

        with pytest.raises(publishing.FourEyesRequired):
            call_command("publish_scheduled")

        self.assert_nothing_happened(live)

    def test_wagtails_command_for_scheduled_records_publishes_nothing(self, live, editor):
        revision = draft(live, by=editor, summary="Not approved.")
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=NOW)

        with pytest.raises(publishing.FourEyesRequired):
            call_command("publish_scheduled")

        self.assert_nothing_happened(live)


@contextlib.contextmanager
def committed():
    """Ask the triggers that are asked at commit, within the test's own transaction."""
    with transaction.atomic():
        yield
        with db.connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


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


def test_records_published_by_the_factories_follow_the_same_road():
    deployment = deployments.DeploymentFactory(published=records.PUBLISHED_AT)

    assert publications_of(deployment).get().system_actor == "catalogue"

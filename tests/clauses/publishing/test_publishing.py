"""Publishing: four eyes on every path, and one Change for one act."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision

from clauses import publishing
from clauses.models import Clause
from tests.clauses.publishing.saying import (
    LATER,
    NOW,
    assert_nothing_changed,
    changes_of,
    decision,
    draft,
    publications_of,
)
from tests.factories import deployments, library, people, records
from tracker.models import Deployment

pytestmark = pytest.mark.django_db


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


def test_records_published_by_the_factories_follow_the_same_road():
    deployment = deployments.DeploymentFactory(published=records.PUBLISHED_AT)

    assert publications_of(deployment).get().system_actor == "catalogue"

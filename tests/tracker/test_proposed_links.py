"""Links: proposed by the rules, settled by people, in the transaction of the publication."""

import datetime

import pytest
from django.db import transaction

from clauses.models import Change, Clause
from tests.factories import deployments, people, records
from tracker import link_ground, links
from tracker.models import Deployment, Judgement, Link

NOW = records.PUBLISHED_AT
LATER = NOW + datetime.timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def deployment(catalogue, db):
    return Deployment.objects.get(slug="openai-sora-2-app-launch-2025-09")


@pytest.fixture
def reviewer(db):
    return people.StaffFactory()


def proposed(deployment):
    return {entry.clause: entry for entry in links.proposals(deployment=deployment).entries}


def test_what_the_rules_say_is_proposed_with_reasons_that_can_be_told_again(deployment):
    entries = proposed(deployment)

    done = links.propose_links(deployment_id=deployment.pk, now=NOW)

    assert len(entries) > 5
    assert done == links.Proposed(created=len(entries))
    for link in Link.objects.filter(deployment=deployment).select_related("clause"):
        entry = entries[link.clause.slug]
        assert (link.state, link.standing, link.bearing) == (
            "suggested",
            entry.standing,
            entry.bearing,
        )
        assert tuple(link_ground.reason_of(stored) for stored in link.reasons) == entry.reasons
        assert all(stored["text"] for stored in link.reasons)


def test_proposing_again_changes_nothing(deployment):
    links.propose_links(deployment_id=deployment.pk, now=NOW)

    assert links.propose_links(deployment_id=deployment.pk, now=LATER) == links.Proposed()


def test_every_live_deployment_is_judged_once_until_its_library_changes(deployment):
    live = Deployment.objects.filter(live=True).count()

    first = links.propose_where_due(now=NOW, limit=500)
    again = links.propose_where_due(now=LATER, limit=500)
    Clause.objects.filter(slug=next(iter(proposed(deployment)))).update(title="Reworded")
    after = links.propose_where_due(now=LATER, limit=3)

    assert (first, again, after) == (live, 0, 3)
    assert Judgement.objects.count() == live
    assert Change.objects.filter(kind__startswith="link.").count() == 0


def test_a_rejection_is_remembered(deployment, reviewer):
    links.propose_links(deployment_id=deployment.pk, now=NOW)
    link = Link.objects.filter(deployment=deployment).first()

    change = links.reject_link(link_id=link.pk, by=reviewer, now=NOW, note="Not this use.")
    links.propose_links(deployment_id=deployment.pk, now=LATER)

    link.refresh_from_db()
    assert (link.state, link.decided_by, link.decided_at) == ("rejected", reviewer, NOW)
    assert (change.kind, change.notifies, change.note) == (
        "link.rejected",
        False,
        link.clause.slug,
    )


def test_a_rejection_without_a_reason_changes_nothing(deployment, reviewer):
    link = deployments.LinkFactory(deployment=deployment)

    with pytest.raises(links.ReasonMissing):
        links.reject_link(link_id=link.pk, by=reviewer, now=NOW, note="  ")

    link.refresh_from_db()
    assert link.state == "suggested"


def test_only_the_first_decision_counts(deployment, reviewer):
    link = deployments.LinkFactory(deployment=deployment)
    links.confirm_link(link_id=link.pk, by=reviewer, now=NOW)

    with pytest.raises(links.LinkSettled):
        links.reject_link(link_id=link.pk, by=reviewer, now=LATER, note="Too late.")

    link.refresh_from_db()
    assert (link.state, link.decided_at) == ("confirmed", NOW)
    assert [change.kind for change in Change.objects.filter(record_kind="link")] == [
        "link.confirmed"
    ]


def test_what_no_longer_follows_is_withdrawn_but_what_was_confirmed_is_asked_again(deployment):
    suggested = deployments.LinkFactory(deployment=deployment)
    confirmed = deployments.LinkFactory(deployment=deployment, confirmed=True, proposed=True)
    by_hand = deployments.LinkFactory(deployment=deployment, confirmed=True)
    rejected = deployments.LinkFactory(deployment=deployment, rejected=True)

    done = links.propose_links(deployment_id=deployment.pk, now=NOW)

    assert (done.withdrawn, done.reopened) == (1, 1)
    assert not Link.objects.filter(pk=suggested.pk).exists()
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.reopened_because) == ("suggested", ["not-proposed"])
    for link, state in ((rejected, "rejected"), (by_hand, "confirmed")):
        link.refresh_from_db()
        assert link.state == state


def test_the_reviewers_ticks_are_settled_with_the_publication(deployment, reviewer):
    first, second, *_rest = proposed(deployment)

    changes = links.confirm_for_publication(
        deployment=deployment,
        clauses=[first],
        by=reviewer,
        now=NOW,
        rejections={second: "Another tool."},
    )
    again = links.confirm_for_publication(
        deployment=deployment, clauses=[first], by=reviewer, now=LATER
    )

    states = dict(Link.objects.filter(deployment=deployment).values_list("clause__slug", "state"))
    assert (states.pop(first), states.pop(second)) == ("confirmed", "rejected")
    assert set(states.values()) == {"suggested"}
    assert sorted(change.kind for change in changes) == ["link.confirmed", "link.rejected"]
    assert again == []


def test_a_clause_that_is_not_proposed_rolls_everything_back(deployment, reviewer):
    with pytest.raises(links.NotProposed, match="made-up"), transaction.atomic():
        links.confirm_for_publication(
            deployment=deployment,
            clauses=[next(iter(proposed(deployment))), "made-up"],
            by=reviewer,
            now=NOW,
        )

    assert Link.objects.filter(deployment=deployment).count() == 0


def test_a_draft_is_judged_by_its_own_words(deployment):
    draft = Deployment.objects.get(pk=deployment.pk)
    draft.phase = "withdrawn"
    draft.save_revision()

    revised = links.proposals(deployment=draft.latest_revision.as_object())

    assert revised.entries == ()
    assert proposed(deployment)

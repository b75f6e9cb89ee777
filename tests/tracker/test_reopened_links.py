"""Decisions on links hold until their ground changes, and then exactly those are asked again."""

import datetime

import pytest

from clauses import publishing
from clauses.models import Binding, Change, Clause, Party
from tests.factories import deployments, people
from tracker import link_ground, links
from tracker.models import Deployment, Link, LinkState

HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime.now(datetime.UTC) + HOUR  # after the catalogue was published
LATER = NOW + HOUR
LAST = LATER + HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def deployment(db):
    """A studio's licence of which nothing is settled."""
    return Deployment.objects.get(slug="lionsgate-runway-2024-09")


@pytest.fixture
def reviewer(db):
    return people.StaffFactory()


@pytest.fixture
def settled(deployment, reviewer):
    """Every proposed link of it: the first is rejected, the others are confirmed."""
    links.propose_links(deployment_id=deployment.pk, now=NOW)
    first, *others = Link.objects.filter(deployment=deployment).order_by("clause__slug")
    links.reject_link(link_id=first.pk, by=reviewer, now=NOW, note="Not this use.")
    for link in others:
        links.confirm_link(link_id=link.pk, by=reviewer, now=NOW)
    return {link.clause.slug: link for link in (first, *others)}


def reopened(deployment):
    found = Link.objects.filter(deployment=deployment, reopened_at__isnull=False)
    return {link.clause.slug: link.reopened_because for link in found.select_related("clause")}


def revise(record, **values):
    """Publish other words of a record as the loader does."""
    fresh = type(record).objects.get(pk=record.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    publishing.publish(
        record=fresh,
        revision=fresh.save_revision(),
        decision=publishing.Decision(now=LATER, system_actor="catalogue"),
    )


def judge(deployment, *, now=LAST):
    return links.propose_links(deployment_id=deployment.pk, now=now)


def test_nothing_is_asked_again_while_nothing_changes(deployment, settled):
    assert len(settled) > 5

    assert judge(deployment) == links.Proposed()
    assert reopened(deployment) == {}


def test_a_revised_clause_reopens_its_own_links_and_no_others(deployment, settled, reviewer):
    slug = next(iter(settled))  # the rejected one: a rejection is remembered until then
    clause = Clause.objects.get(slug=slug)
    revise(clause, summary="It says something else now.")

    done = judge(deployment)

    assert done.reopened == 1
    assert reopened(deployment) == {slug: ["clause-revised"]}
    link = Link.objects.get(pk=settled[slug].pk)
    assert (link.state, link.decided_by, link.note) == ("suggested", None, "")
    told = Change.objects.get(kind="link.reopened")
    assert (told.system_actor, told.notifies, told.note) == ("rules", False, slug)
    held = LinkState.objects.get(link=link)
    assert (held.state, held.decided_by, held.note) == ("rejected", reviewer, "Not this use.")
    assert held.held_until is not None


def test_a_remark_or_a_translation_reopens_nothing(deployment, settled):
    clause = Clause.objects.get(slug=list(settled)[1])
    revise(clause, confidence_note="Read once more.", rules_note="A note of staff.")

    assert judge(deployment).reopened == 0


def test_a_revised_deployment_reopens_all_of_its_links_and_nobody_elses(deployment, settled):
    other = Deployment.objects.get(slug="amc-networks-runway-2025")
    links.propose_links(deployment_id=other.pk, now=NOW)
    elsewhere = Link.objects.filter(deployment=other).first()
    links.confirm_link(link_id=elsewhere.pk, by=people.StaffFactory(), now=NOW)
    revise(deployment, summary="The licence says something else than was reported.")

    judge(deployment)
    judge(other)

    assert reopened(deployment).keys() == settled.keys()
    assert {tuple(because) for because in reopened(deployment).values()} == {
        ("deployment-revised",)
    }
    assert reopened(other) == {}


def said(deployment):
    """What a decision rests on of each entry that the rules give today."""
    return {
        entry.clause: (
            entry.standing,
            entry.missing_facts,
            {(reason.facet, reason.how, reason.matched) for reason in entry.reasons},
        )
        for entry in links.proposals(deployment=deployment).entries
    }


def test_a_new_binding_reopens_exactly_the_links_of_which_the_rules_now_say_more(reviewer):
    deployment = Deployment.objects.get(slug="amc-networks-runway-2025")
    links.propose_links(deployment_id=deployment.pk, now=NOW)
    for link in Link.objects.filter(deployment=deployment):
        links.confirm_link(link_id=link.pk, by=reviewer, now=NOW)
    agreement = Clause.objects.get(slug="iatse24-consultation").agreement
    before = said(deployment)
    Binding.objects.create(
        party=Party.objects.get(slug="amc-networks"), agreement=agreement, value="bound"
    )
    after = said(deployment)

    judge(deployment)

    other = {slug for slug in before if before[slug] != after.get(slug)}
    assert "iatse24-consultation" in other < before.keys()
    assert reopened(deployment).keys() == other


def test_what_was_reopened_is_settled_again_and_then_rests(deployment, settled, reviewer):
    slug = list(settled)[2]
    revise(Clause.objects.get(slug=slug), summary="It says something else now.")
    judge(deployment, now=LATER)
    link = Link.objects.get(pk=settled[slug].pk)

    links.confirm_link(link_id=link.pk, by=reviewer, now=LAST)

    link.refresh_from_db()
    assert (link.state, link.reopened_at, link.reopened_because) == ("confirmed", None, [])
    assert judge(deployment, now=LAST) == links.Proposed()
    states = LinkState.objects.filter(link=link).order_by("held_from")
    assert [state.held_until is None for state in states] == [False, True]


def test_a_link_made_by_hand_keeps_its_standing_when_it_is_asked_again(deployment, reviewer):
    clause = Clause.objects.get(slug="wgc24-disclosure-contract")
    link = deployments.LinkFactory(
        clause=clause,
        deployment=deployment,
        state="confirmed",
        standing="conditional",
        decided_by=reviewer,
        decided_at=NOW,
    )
    assert judge(deployment, now=LATER).reopened == 0
    revise(clause, summary="It says something else now.")

    assert judge(deployment).reopened == 1

    link.refresh_from_db()
    assert (link.state, link.standing) == ("suggested", "conditional")
    links.confirm_link(link_id=link.pk, by=reviewer, now=LAST, standing="conditional")


class TestAnotherStanding:
    @pytest.fixture
    def link(self, deployment):
        links.propose_links(deployment_id=deployment.pk, now=NOW)
        return Link.objects.filter(deployment=deployment, standing="conditional").first()

    def test_it_needs_a_reason(self, link, reviewer):
        with pytest.raises(links.ReasonMissing):
            links.confirm_link(link_id=link.pk, by=reviewer, now=NOW, standing="binding")

        link.refresh_from_db()
        assert (link.state, link.standing) == ("suggested", "conditional")

    def test_it_holds_and_the_rules_word_is_kept_beside_it(self, deployment, link, reviewer):
        links.confirm_link(
            link_id=link.pk, by=reviewer, now=NOW, standing="binding", note="It signed in May."
        )

        assert judge(deployment).reopened == 0
        link.refresh_from_db()
        assert (link.standing, link.proposed_standing) == ("binding", "conditional")
        assert LinkState.objects.get(link=link).standing == "binding"


def test_what_changed_since_it_was_shown_is_not_settled(deployment, reviewer):
    links.propose_links(deployment_id=deployment.pk, now=NOW)
    rows = Link.objects.select_related("clause", "deployment")
    link = rows.filter(deployment=deployment).first()
    seen = link_ground.mark_of(link)
    revise(link.clause, summary="It says something else now.")

    with pytest.raises(links.LinkChanged):
        links.confirm_link(link_id=link.pk, by=reviewer, now=LAST, seen=seen)

    fresh = rows.get(pk=link.pk)
    assert fresh.state == "suggested"
    links.confirm_link(link_id=link.pk, by=reviewer, now=LAST, seen=link_ground.mark_of(fresh))


def test_asking_again_costs_the_same_for_one_and_for_all(
    deployment, settled, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        judge(deployment)

"""Following and no longer following, safely repeated, and never across unions."""

import datetime

import pytest

from tests.factories import deployments, library, membership, records
from tracker.alerts import inbox, subscriptions
from tracker.alerts.models import Delivery, Subscription
from tracker.members.models import Member, Membership

NOW = records.PUBLISHED_AT
LATER = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def union(db):
    return library.UnionFactory()


@pytest.fixture
def member(union):
    found = membership.MemberFactory()
    membership.MembershipFactory(member=found, union=union, roles=["writer", "director"])
    return found


@pytest.fixture(autouse=True)
def _words(db):
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer")
    library.TaxonomyTermFactory(vocabulary="uses", slug="video")


def test_following_twice_makes_one_subscription(member):
    interest = subscriptions.Interest(role="writer", use="video")

    first = subscriptions.subscribe(member_id=member.pk, interest=interest, now=NOW)
    second = subscriptions.subscribe(member_id=member.pk, interest=interest, now=LATER)

    assert first == second
    assert second.subscribed_at == NOW
    assert Subscription.objects.count() == 1


def test_leaving_is_remembered_and_coming_back_starts_anew(member):
    interest = subscriptions.Interest(role="writer")
    made = subscriptions.subscribe(member_id=member.pk, interest=interest, now=NOW)

    left = subscriptions.unsubscribe(member_id=member.pk, subscription_id=made.pk, now=NOW)
    again = subscriptions.unsubscribe(member_id=member.pk, subscription_id=made.pk, now=LATER)
    made.refresh_from_db()
    state = (made.state, made.left_at)
    back = subscriptions.subscribe(member_id=member.pk, interest=interest, now=LATER)

    assert (left, again) == (True, False)
    assert state == ("left", NOW)
    assert (back.pk, back.state, back.subscribed_at, back.left_at) == (
        made.pk,
        "active",
        LATER,
        None,
    )


def test_nobody_can_leave_anothers_subscription(member):
    other = membership.SubscriptionFactory()

    left = subscriptions.unsubscribe(member_id=member.pk, subscription_id=other.pk, now=NOW)

    assert left is False
    other.refresh_from_db()
    assert other.state == "active"


def test_defaults_are_one_a_role_and_never_bring_back_what_was_left(member, union):
    made = subscriptions.subscribe_to_defaults(member_id=member.pk, now=NOW)
    subscriptions.unsubscribe(member_id=member.pk, subscription_id=made[0].pk, now=NOW)

    again = subscriptions.subscribe_to_defaults(member_id=member.pk, now=LATER)

    assert [(row.union_id, row.role) for row in made] == [
        (union.pk, "writer"),
        (union.pk, "director"),
    ]
    assert again == []
    assert subscriptions.of_member(member_id=member.pk).count() == 1


@pytest.mark.parametrize(
    "interest",
    [
        {"role": "astronaut"},
        {"use": "astronaut"},
        {"vendor": "nobody"},
        {"follows_kind": "deployment", "follows_slug": "none"},
        {"follows_kind": "nonsense", "follows_slug": "none"},
        {"follows_kind": "deployment"},
    ],
)
def test_what_there_is_not_cannot_be_followed(member, interest):
    with pytest.raises(subscriptions.UnknownInterest):
        subscriptions.subscribe(
            member_id=member.pk, interest=subscriptions.Interest(**interest), now=NOW
        )

    assert Subscription.objects.count() == 0


def test_a_record_for_staff_cannot_be_followed(member):
    deployments.DeploymentFactory(slug="hidden", visibility="staff")
    interest = subscriptions.Interest(follows_kind="deployment", follows_slug="hidden")

    with pytest.raises(subscriptions.UnknownInterest):
        subscriptions.subscribe(member_id=member.pk, interest=interest, now=NOW)


def test_another_union_cannot_be_followed(member):
    other = library.UnionFactory()

    with pytest.raises(subscriptions.NotTheirUnion):
        subscriptions.subscribe(
            member_id=member.pk, interest=subscriptions.Interest(union_id=other.pk), now=NOW
        )

    assert Subscription.objects.count() == 0


def test_staff_of_one_union_reach_nothing_of_another(member, union):
    """The tenant of every personal row: tried from both sides, for each kind of row."""
    other_union = library.UnionFactory()
    other = membership.MemberFactory()
    membership.MembershipFactory(member=other, union=other_union)
    for person, own in ((member, union), (other, other_union)):
        membership.SubscriptionFactory(member=person, union=own)
        membership.DeliveryFactory(
            member=person, change=membership.ChangeFactory(union_ids=[own.pk])
        )

    for own, person in ((union, member), (other_union, other)):
        of_union = {"union_id": own.pk}
        assert set(Member.objects.of_union(**of_union)) == {person}
        assert {row.member for row in Membership.objects.of_union(**of_union)} == {person}
        assert {row.member for row in Subscription.objects.of_union(**of_union)} == {person}
        assert {row.member for row in Delivery.objects.of_union(**of_union)} == {person}


def test_whoever_left_is_out_of_the_unions_reach(member, union):
    membership.SubscriptionFactory(member=member)
    member.memberships.update(state="left", left_at=NOW)

    assert not Member.objects.of_union(union_id=union.pk).exists()
    assert not Subscription.objects.of_union(union_id=union.pk).exists()


def test_the_inbox_is_ones_own_and_newest_first(member):
    first = membership.DeliveryFactory(
        member=member, channel="inbox", state="sent", sent_at=NOW, next_attempt_at=None
    )
    second = membership.DeliveryFactory(
        member=member,
        channel="inbox",
        state="sent",
        sent_at=LATER,
        created_at=LATER,
        next_attempt_at=None,
    )
    others = membership.DeliveryFactory(
        channel="inbox", state="sent", sent_at=NOW, next_attempt_at=None
    )

    marked = inbox.mark_read(member_id=member.pk, delivery_ids=[first.pk, others.pk], now=LATER)

    assert list(inbox.for_member(member)) == [second, first]
    assert marked == 1
    assert inbox.unread_count(member) == 1
    others.refresh_from_db()
    assert others.read_at is None
    assert inbox.opened(member_id=member.pk, delivery_id=others.pk, now=LATER) is None


def test_an_emails_link_opens_the_inbox_row_of_the_same_change(member):
    change = membership.ChangeFactory()
    mail = membership.DeliveryFactory(member=member, change=change)
    row = membership.DeliveryFactory(
        member=member,
        change=change,
        channel="inbox",
        state="sent",
        sent_at=NOW,
        next_attempt_at=None,
    )

    shown = inbox.opened(member_id=member.pk, delivery_id=mail.pk, now=LATER)

    assert shown == row
    row.refresh_from_db()
    assert row.read_at == LATER

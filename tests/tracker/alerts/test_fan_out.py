"""From a notifying change to deliveries: who is told, once, with every reason."""

import datetime
import threading
import uuid

import pytest
from django.db import connection

from tests.factories import deployments, library, membership, people, records
from tracker.alerts import concerns, fan_out
from tracker.alerts.models import Delivery, FanOut, Subscription

NOW = records.PUBLISHED_AT
LATER = NOW + datetime.timedelta(minutes=1)


@pytest.fixture
def union(db):
    return library.UnionFactory(slug="the-union")


@pytest.fixture
def roles(db):
    performer = library.TaxonomyTermFactory(vocabulary="roles", slug="performer")
    for slug in ("stunt-performer", "principal-performer"):
        library.TaxonomyTermFactory(vocabulary="roles", slug=slug, parent=performer)
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer")


@pytest.fixture
def deployment(db, roles):
    return deployments.DeploymentFactory(
        slug="a-deployment", roles=["stunt-performer"], uses=["video"], published=True
    )


@pytest.fixture
def change(deployment, union):
    return membership.ChangeFactory(
        record_id=deployment.pk, slug=deployment.slug, union_ids=[union.pk], at=NOW
    )


def a_member(union, *, email=None, **subscription):
    member = membership.MemberFactory(**({"user__email": email} if email else {}))
    membership.MembershipFactory(member=member, union=union)
    membership.SubscriptionFactory(member=member, **subscription)
    return member


def told(change, channel="inbox"):
    rows = Delivery.objects.filter(change=change, channel=channel)
    return set(rows.values_list("member_id", flat=True))


def test_a_member_is_told_in_the_inbox_and_by_email(change, union):
    member = a_member(union)

    done = fan_out.fan_out_due(now=LATER)

    assert done == fan_out.FannedOut(changes=1, deliveries=2)
    rows = Delivery.objects.filter(member=member).order_by("channel")
    assert list(rows.values_list("channel", "state", "next_attempt_at", "sent_at")) == [
        ("email", "waiting", LATER, None),
        ("inbox", "sent", None, LATER),
    ]


def test_several_matching_subscriptions_make_one_delivery_with_all_reasons(change, union):
    member = a_member(union)
    second = membership.SubscriptionFactory(member=member, role="performer", union=union)
    third = membership.SubscriptionFactory(
        member=member, follows_kind="deployment", follows_slug="a-deployment"
    )
    membership.SubscriptionFactory(member=member, role="writer")

    fan_out.fan_out_due(now=LATER)

    reasons = Delivery.objects.get(member=member, channel="inbox").reasons
    assert reasons[1:] == [
        {"subscription": second.pk, "union_id": union.pk, "role": "performer"},
        {
            "subscription": third.pk,
            "follows_kind": "deployment",
            "follows_slug": "a-deployment",
        },
    ]
    assert len(reasons) == 3


def test_members_of_another_union_are_not_told(change):
    other = library.UnionFactory()
    a_member(other)

    fan_out.fan_out_due(now=LATER)

    assert told(change) == set()
    assert FanOut.objects.get(change=change).finished_at == LATER


def test_whoever_left_paused_or_closed_the_account_is_not_told(change, union):
    left = a_member(union)
    left.memberships.update(state="left", left_at=NOW)
    stopped = a_member(union)
    stopped.subscriptions.update(state="left", left_at=NOW)
    paused = a_member(union)
    paused.paused_until = LATER + datetime.timedelta(days=1)
    paused.save()
    closed = a_member(union)
    closed.user.is_active = False
    closed.user.save()
    stays = a_member(union)

    fan_out.fan_out_due(now=LATER)

    assert told(change) == {stays.pk}


def test_somebody_without_email_has_it_in_the_inbox_alone(change, union):
    member = a_member(union)
    member.email_rate = "off"
    member.save()

    fan_out.fan_out_due(now=LATER)

    assert told(change) == {member.pk}
    assert told(change, "email") == set()


def test_a_change_from_before_the_subscription_is_not_told(change, union):
    a_member(union, subscribed_at=NOW + datetime.timedelta(seconds=1))

    fan_out.fan_out_due(now=LATER)

    assert told(change) == set()


def test_publishing_once_and_fanning_out_twice_tells_once(change, union):
    a_member(union)

    fan_out.fan_out_due(now=LATER)
    again = fan_out.fan_out_due(now=LATER)

    assert again == fan_out.FannedOut()
    assert Delivery.objects.count() == 2


def test_the_first_load_of_the_catalogue_tells_nobody(union):
    a_member(union)
    deployments.DeploymentFactory(published=True)

    done = fan_out.fan_out_due(now=LATER)

    assert done == fan_out.FannedOut()
    assert Delivery.objects.count() == 0


def test_a_record_that_members_may_not_see_tells_nobody(union, roles):
    hidden = deployments.DeploymentFactory(visibility="staff", published=True)
    membership.ChangeFactory(record_id=hidden.pk, slug=hidden.slug, union_ids=[union.pk])
    a_member(union)

    fan_out.fan_out_due(now=LATER)

    assert Delivery.objects.count() == 0


def test_a_killed_worker_loses_one_range_and_the_next_goes_on(change, union, monkeypatch):
    everybody = {a_member(union).pk for _ in range(7)}
    real, calls = fan_out._values, []

    def dies_in_the_second_range(**values):
        calls.append(values)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**values)

    monkeypatch.setattr(fan_out, "_values", dies_in_the_second_range)
    with pytest.raises(KeyboardInterrupt):
        fan_out.fan_out_due(now=LATER, range_size=3)
    first = told(change)
    monkeypatch.undo()

    fan_out.fan_out_due(now=LATER, range_size=3)

    assert len(first) == 3
    assert first < everybody
    assert told(change) == everybody
    progress = FanOut.objects.get(change=change)
    assert progress.deliveries_count == 14
    assert progress.finished_at == LATER


def test_a_change_that_cannot_be_worked_out_stops_no_other(change, union, monkeypatch):
    member = a_member(union)
    good = membership.ChangeFactory(
        record_id=change.record_id, slug=change.slug, union_ids=[union.pk], at=NOW
    )
    real = concerns.of_change

    def refuses_the_first(found):
        if found.pk == change.pk:
            raise ValueError("a title that nobody foresaw")
        return real(found)

    monkeypatch.setattr(concerns, "of_change", refuses_the_first)

    fan_out.fan_out_due(now=LATER)

    assert told(good) == {member.pk}
    assert told(change) == set()
    assert FanOut.objects.get(change=change).finished_at is None


@pytest.mark.parametrize(
    ("subscription", "is_told"),
    [
        ({}, True),
        ({"role": "stunt-performer"}, True),
        ({"role": "performer"}, True),
        ({"role": "principal-performer"}, False),
        ({"role": "writer"}, False),
        ({"use": "video"}, True),
        ({"use": "voice"}, False),
        ({"role": "stunt-performer", "use": "voice"}, False),
        ({"vendor": "vendor-x"}, False),
        ({"follows_kind": "deployment", "follows_slug": "a-deployment"}, True),
        ({"follows_kind": "clause", "follows_slug": "a-deployment"}, False),
    ],
)
def test_every_column_that_is_not_empty_must_fit(change, union, subscription, is_told):
    member = a_member(union, **subscription)

    fan_out.fan_out_due(now=LATER)

    assert told(change) == ({member.pk} if is_told else set())
    concern = concerns.of_change(change)
    assert concern.fits(Subscription.objects.get()) is is_told


def test_who_follows_a_vendor_product_or_confirmed_clause_is_told(change, union, deployment):
    link = deployments.LinkFactory(deployment=deployment, confirmed=True)
    suggested = deployments.LinkFactory(deployment=deployment)
    by_vendor = a_member(union, vendor=deployment.vendor.slug)
    by_product = a_member(union, follows_kind="product", follows_slug=deployment.product.slug)
    by_clause = a_member(union, follows_kind="clause", follows_slug=link.clause.slug)
    by_agreement = a_member(
        union, follows_kind="agreement", follows_slug=link.clause.agreement.slug
    )
    a_member(union, follows_kind="clause", follows_slug=suggested.clause.slug)

    fan_out.fan_out_due(now=LATER)

    assert told(change) == {by_vendor.pk, by_product.pk, by_clause.pk, by_agreement.pk}


def test_a_clause_for_everyone_is_told_in_every_role(union, roles):
    clause = library.ClauseFactory(is_for_everyone=True, roles=[], published=True)
    change = membership.ChangeFactory(
        kind="clause.published",
        record_kind="clause",
        record_id=clause.pk,
        slug=clause.slug,
        union_ids=[union.pk],
    )
    member = a_member(union, role="writer")

    fan_out.fan_out_due(now=LATER)

    assert told(change) == {member.pk}


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_everybody_exactly_once():
    union = library.UnionFactory()
    deployment = deployments.DeploymentFactory(published=True)
    changes = [
        membership.ChangeFactory(record_id=deployment.pk, slug="x", union_ids=[union.pk])
        for _ in range(4)
    ]
    everybody = {a_member(union).pk for _ in range(60)}
    ready = threading.Barrier(6)
    failures = []

    def work():
        try:
            ready.wait()
            for _ in range(6):
                fan_out.fan_out_due(now=LATER, range_size=7)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    fan_out.fan_out_due(now=LATER, range_size=7)
    assert failures == []
    assert FanOut.objects.filter(finished_at__isnull=True).count() == 0
    for change in changes:
        assert told(change) == everybody
        assert told(change, "email") == everybody
    assert Delivery.objects.count() == len(everybody) * 2 * len(changes)


def test_the_row_says_nothing_about_the_person():
    member = membership.MemberFactory.build(id=uuid.UUID(int=7), user=people.UserFactory.build())

    assert str(member) == "member 00000000-0000-0000-0000-000000000007"


def test_a_change_recorded_during_a_pass_is_told_by_the_next(change, union, monkeypatch):
    member = a_member(union)
    real, late = concerns.of_change, []

    def records_another(found):
        if not late:
            late.append(
                membership.ChangeFactory(
                    record_id=change.record_id, slug=change.slug, union_ids=[union.pk], at=NOW
                )
            )
        return real(found)

    monkeypatch.setattr(concerns, "of_change", records_another)

    fan_out.fan_out_due(now=LATER)
    during = told(late[0])
    fan_out.fan_out_due(now=LATER)

    assert told(change) == {member.pk}
    assert during == set()
    assert told(late[0]) == {member.pk}


def test_an_event_of_the_future_is_told_once_and_not_every_day(union, roles):
    member = a_member(union)
    future = deployments.DeploymentFactory(event_date=datetime.date(2030, 1, 1), published=True)
    change = membership.ChangeFactory(record_id=future.pk, slug=future.slug, union_ids=[union.pk])

    for day in range(4):
        fan_out.fan_out_due(now=LATER + datetime.timedelta(days=day))

    assert told(change) == {member.pk}
    assert Delivery.objects.count() == 2

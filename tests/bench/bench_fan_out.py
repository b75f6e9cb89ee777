"""Fan-out of one change to 40,000 members beside a raw INSERT … SELECT of the same rows."""

import datetime

import pytest
from django.db import connection

from clauses import models as library
from tests.bench import timing
from tests.factories import deployments, membership
from tests.factories import library as libraries
from tracker.alerts import fan_out
from tracker.alerts.models import Delivery, FanOut
from tracker.members.models import Member

MEMBERS = 40_000
ROWS = MEMBERS * 2
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)

PEOPLE = """
INSERT INTO accounts_user (email, password, is_superuser, is_staff, is_active, first_name,
    last_name, date_joined)
SELECT 'bench-' || n || '@example.org', '!', false, false, true, '', '', %(then)s
FROM generate_series(1, %(count)s) AS n;
INSERT INTO members_member (id, user_id, language, time_zone, email_rate, created_at)
SELECT gen_random_uuid(), id, 'en', 'UTC', 'at_once', %(then)s
FROM accounts_user WHERE email LIKE 'bench-%%';
INSERT INTO members_membership (member_id, union_id, roles, state, joined_at)
SELECT id, %(union)s, ARRAY['performer'], 'active', %(then)s FROM members_member;
INSERT INTO alerts_subscription (member_id, union_id, role, use, vendor, follows_kind,
    follows_slug, state, subscribed_at)
SELECT id, %(union)s, '', '', '', '', '', 'active', %(then)s FROM members_member;
ANALYZE accounts_user, members_member, members_membership, alerts_subscription;
"""

FLOOR = """
INSERT INTO alerts_delivery (id, member_id, change_id, channel, reasons, state, ended_because,
    created_at, next_attempt_at, attempts_count, sent_at)
SELECT gen_random_uuid(), member_id, %(change)s, channel, reasons, state, ended_because,
    created_at, next_attempt_at, attempts_count, sent_at
FROM kept_deliveries
"""


@pytest.fixture
def crowd(transactional_db):
    """A union of 40,000 members who all follow everything, and a change of its staff."""
    union = libraries.UnionFactory()
    deployment = deployments.DeploymentFactory(published=True)
    change = membership.ChangeFactory(
        record_id=deployment.pk, slug=deployment.slug, union_ids=[union.pk], at=NOW
    )
    with connection.cursor() as cursor:
        then = NOW - datetime.timedelta(days=900)
        cursor.execute(PEOPLE, {"count": MEMBERS, "union": union.pk, "then": then})
    return change


def again(change):
    """A further change like it, so that every run inserts rows that are not there yet."""
    values = {
        name: getattr(change, name)
        for name in ("kind", "record_kind", "record_id", "slug", "at", "by", "union_ids")
    }
    return library.Change.objects.record(**values, notifies=True)


def bench_fan_out_of_one_change(crowd, capsys):
    with connection.cursor() as cursor:
        first = crowd
        fan_out.fan_out_due(now=NOW)
        cursor.execute(
            "CREATE TABLE kept_deliveries AS SELECT * FROM alerts_delivery WHERE change_id = %s",
            [first.pk],
        )
        assert Member.objects.count() == MEMBERS
        assert Delivery.objects.filter(change=first).count() == ROWS

        def clear():
            cursor.execute("TRUNCATE alerts_attempt, alerts_delivery")

        def ours():
            change = again(crowd)
            FanOut.objects.create(change=change, started_at=NOW)
            assert fan_out.fan_out_change(change_id=change.pk, now=NOW) == ROWS
            return change

        def floor():
            cursor.execute(FLOOR, {"change": again(crowd).pk})
            assert cursor.rowcount == ROWS

        clear()
        ratio = timing.compare(ours=ours, floor=floor, runs=3)

        change = again(crowd)
        FanOut.objects.create(change=change, started_at=NOW)
        fan_out.fan_out_change(change_id=change.pk, now=NOW)

        def rerun():
            FanOut.objects.filter(change=change).update(finished_at=None, cursor=None)
            assert fan_out.fan_out_change(change_id=change.pk, now=NOW) == 0

        second = timing.compare(ours=rerun, floor=ours, runs=3, warm=0)
        cursor.execute("DROP TABLE kept_deliveries")

    with capsys.disabled():
        print("\n" + ratio.line(f"fan-out to {MEMBERS:,} members / raw insert of the same rows"))
        print(second.line("second run of the same fan-out / first"))

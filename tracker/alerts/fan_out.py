"""Turns notifying changes into deliveries, set-based in SQL: one statement a range of members.

At most one delivery a member, change and channel, however many subscriptions match and however
many workers try. Each range commits alone with the cursor, so a killed worker loses one range.
"""

import dataclasses
import datetime
import logging
import uuid
from typing import Any

from django.db import connection, transaction

from clauses.models import change as changes
from tracker import links
from tracker.alerts import concerns, telling_again
from tracker.alerts.models import FanOut

logger = logging.getLogger(__name__)

RANGE = 20_000
"""Members a statement and a commit."""

TAKE_UP = """
INSERT INTO alerts_fanout (change_id, started_at, deliveries_count)
SELECT c.id, %(now)s, 0
FROM clauses_change c
WHERE c.notifies AND NOT EXISTS (SELECT 1 FROM alerts_fanout f WHERE f.change_id = c.id)
ON CONFLICT (change_id) DO NOTHING
"""

# One lock a change, held until the range commits; another worker goes on with another change.
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('alerts.fan_out', %(change)s))"

END_OF_RANGE = """
SELECT id FROM members_member
WHERE (%(cursor)s::uuid IS NULL OR id > %(cursor)s::uuid)
ORDER BY id OFFSET %(range)s - 1 LIMIT 1
"""

# Unique (change, member, channel) is the backstop; NOT EXISTS is cheaper than ON CONFLICT.
DELIVER = """
WITH matched AS (
    SELECT s.member_id, jsonb_agg(
        jsonb_strip_nulls(jsonb_build_object(
            'subscription', s.id,
            'union_id', s.union_id,
            'role', NULLIF(s.role, ''),
            'use', NULLIF(s.use, ''),
            'vendor', NULLIF(s.vendor, ''),
            'follows_kind', NULLIF(s.follows_kind, ''),
            'follows_slug', NULLIF(s.follows_slug, '')
        )) ORDER BY s.id
    ) AS reasons
    FROM alerts_subscription s
    JOIN members_member m ON m.id = s.member_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE (%(cursor)s::uuid IS NULL OR s.member_id > %(cursor)s::uuid)
      AND (%(end)s::uuid IS NULL OR s.member_id <= %(end)s::uuid)
      AND s.state = 'active'
      AND s.subscribed_at <= %(at)s
      AND (s.role = '' OR %(any_role)s OR s.role = ANY(%(roles)s))
      AND (s.use = '' OR s.use = ANY(%(uses)s))
      AND (s.vendor = '' OR s.vendor = ANY(%(vendors)s))
      AND (s.follows_kind = '' OR s.follows_kind || ':' || s.follows_slug = ANY(%(follows)s))
      AND (m.paused_until IS NULL OR m.paused_until <= %(now)s)
      AND EXISTS (
          SELECT 1 FROM members_membership b
          WHERE b.member_id = s.member_id
            AND b.state = 'active'
            AND b.joined_at <= %(at)s
            AND b.union_id = ANY(%(unions)s)
            AND (s.union_id IS NULL OR s.union_id = b.union_id)
      )
    GROUP BY s.member_id
)
INSERT INTO alerts_delivery (
    id, member_id, change_id, channel, reasons, state, ended_because, created_at,
    next_attempt_at, attempts_count, sent_at
)
SELECT
    gen_random_uuid(), matched.member_id, %(change)s, channels.channel, matched.reasons,
    CASE channels.channel WHEN 'inbox' THEN 'sent' ELSE 'waiting' END, '', %(now)s,
    CASE channels.channel WHEN 'inbox' THEN NULL ELSE %(now)s::timestamptz END, 0,
    CASE channels.channel WHEN 'inbox' THEN %(now)s::timestamptz END
FROM matched
JOIN members_member m ON m.id = matched.member_id
CROSS JOIN (VALUES ('inbox'), ('email')) AS channels (channel)
WHERE (channels.channel = 'inbox' OR m.email_rate = 'at_once')
  AND NOT EXISTS (
      SELECT 1 FROM alerts_delivery d
      WHERE d.change_id = %(change)s
        AND d.member_id = matched.member_id
        AND d.channel = channels.channel
  )
"""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FannedOut:
    """What one pass did."""

    changes: int = 0
    deliveries: int = 0


def fan_out_due(*, now: datetime.datetime, range_size: int = RANGE) -> FannedOut:
    """Take up new notifying changes and finish what is unfinished, oldest first.

    Safe to run at the same time as itself. A change that cannot be worked out stays unfinished,
    is tried again by the next pass, and stops no other.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_UP, {"now": now})
    unfinished = FanOut.objects.filter(finished_at__isnull=True).order_by("change_id")
    finished = deliveries = 0
    for change_id in list(unfinished.values_list("change_id", flat=True)):
        try:
            made = fan_out_change(change_id=change_id, now=now, range_size=range_size)
        except Exception:  # one change that no code foresaw must not hold up the others
            logger.exception(
                "Change %s could not be fanned out; the next pass tries again", change_id
            )
            continue
        finished += made is not None
        deliveries += made or 0
    return FannedOut(changes=finished, deliveries=deliveries)


def fan_out_change(
    *, change_id: int, now: datetime.datetime, range_size: int = RANGE
) -> int | None:
    """Make all deliveries of one change; None if another worker has it in hand.

    A deployment's links are proposed first, so that no alert leaves without them. What tells
    again waits (None) while letters of the earlier text are being sent.
    """
    change = changes.Change.objects.get(pk=change_id)
    if change.tells_again and telling_again.is_mail_on_its_way(change=change, now=now):
        return None
    if change.record_kind == "deployment":
        links.propose_if_due(deployment_id=change.record_id, now=now)
    concern = concerns.of_change(change)
    total = 0
    while True:
        made, is_finished = _next_range(
            change=change, concern=concern, now=now, range_size=range_size
        )
        if made is None:
            return None
        total += made
        if is_finished:
            return total


def _next_range(
    *,
    change: changes.Change,
    concern: concerns.Concern | None,
    now: datetime.datetime,
    range_size: int,
) -> tuple[int | None, bool]:
    """Work through one range of members; (None, _) if another worker holds the change."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, {"change": change.pk})
        if not _only(cursor):
            return None, False
        progress = FanOut.objects.get(change_id=change.pk)
        if progress.finished_at is not None:
            return 0, True
        if concern is None:
            _finish(progress, now=now)
            return 0, True
        cursor.execute(END_OF_RANGE, {"cursor": progress.cursor, "range": range_size})
        end: uuid.UUID | None = _only(cursor)
        if change.tells_again:
            cursor.execute(
                telling_again.DELIVER,
                telling_again.values(change=change, progress=progress, now=now, end=end),
            )
        else:
            cursor.execute(
                DELIVER,
                _values(change=change, concern=concern, now=now, start=progress.cursor, end=end),
            )
        made = cursor.rowcount
        progress.deliveries_count += made
        if end is None:
            _finish(progress, now=now)
        else:
            progress.cursor = end
            progress.save(update_fields=["cursor", "deliveries_count"])
        return made, end is None


def _finish(progress: FanOut, *, now: datetime.datetime) -> None:
    progress.finished_at = max(now, progress.started_at)
    progress.save(update_fields=["finished_at", "deliveries_count"])


def _only(cursor: Any) -> Any:
    row = cursor.fetchone()
    return row[0] if row else None


def _values(
    *,
    change: changes.Change,
    concern: concerns.Concern,
    now: datetime.datetime,
    start: uuid.UUID | None,
    end: uuid.UUID | None,
) -> dict[str, Any]:
    return {
        "change": change.pk,
        "at": change.at,
        "now": now,
        "cursor": start,
        "end": end,
        "unions": list(concern.union_ids),
        "any_role": concern.any_role,
        "roles": sorted(concern.roles),
        "uses": sorted(concern.uses),
        "vendors": sorted(concern.vendors),
        "follows": sorted(concern.follows),
    }

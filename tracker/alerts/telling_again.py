"""Corrections and retractions: those who were told of a record before, on the same channels.

Nobody is told who was not; nobody who has since left, stopped e-mail or paused. What somebody was
sent before the change was taken up counts; what leaves later says the new text anyway.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from clauses.models import change as changes
from tracker.alerts import deliveries
from tracker.alerts.models import Delivery, FanOut

# Reasons are those of the earlier deliveries: one of these subscriptions must still be followed,
# by a member of a union that published the record. The index of the unique constraint on change,
# member and channel serves both ends.
DELIVER = """
WITH told AS (
    SELECT d.member_id, d.channel, jsonb_agg(DISTINCT because.reason) AS reasons
    FROM alerts_delivery d
    CROSS JOIN LATERAL jsonb_array_elements(d.reasons) AS because (reason)
    WHERE d.change_id = ANY(%(earlier)s)
      AND (%(cursor)s::uuid IS NULL OR d.member_id > %(cursor)s::uuid)
      AND (%(end)s::uuid IS NULL OR d.member_id <= %(end)s::uuid)
      AND d.state = 'sent'
      AND (d.sent_at < %(taken_up_at)s OR EXISTS (
          SELECT 1 FROM alerts_attempt a
          WHERE a.delivery_id = d.id AND a.outcome = 'sent' AND a.started_at < %(taken_up_at)s
      ))
    GROUP BY d.member_id, d.channel
)
INSERT INTO alerts_delivery (
    id, member_id, change_id, channel, reasons, state, ended_because, created_at,
    next_attempt_at, attempts_count, sent_at
)
SELECT
    gen_random_uuid(), told.member_id, %(change)s, told.channel, told.reasons,
    CASE told.channel WHEN 'inbox' THEN 'sent' ELSE 'waiting' END, '', %(now)s,
    CASE told.channel WHEN 'inbox' THEN NULL ELSE %(now)s::timestamptz END, 0,
    CASE told.channel WHEN 'inbox' THEN %(now)s::timestamptz END
FROM told
JOIN members_member m ON m.id = told.member_id
JOIN accounts_user u ON u.id = m.user_id AND u.is_active
WHERE (told.channel <> 'email' OR m.email_rate <> 'off')
  AND (m.paused_until IS NULL OR m.paused_until <= %(now)s)
  AND EXISTS (
      SELECT 1
      FROM jsonb_array_elements(told.reasons) AS because (reason)
      JOIN alerts_subscription s ON s.id = (because.reason ->> 'subscription')::bigint
      JOIN members_membership b ON b.member_id = s.member_id
      WHERE s.member_id = told.member_id
        AND s.state = 'active'
        AND b.state = 'active'
        AND b.union_id = ANY(%(unions)s)
        AND (s.union_id IS NULL OR s.union_id = b.union_id)
  )
  AND NOT EXISTS (
      SELECT 1 FROM alerts_delivery d
      WHERE d.change_id = %(change)s
        AND d.member_id = told.member_id
        AND d.channel = told.channel
  )
"""


def earlier_changes(*, change: changes.Change) -> list[int]:
    """List the changes of the record before this one of which members were told."""
    before = changes.Change.objects.filter(
        record_kind=change.record_kind,
        record_id=change.record_id,
        notifies=True,
        pk__lt=change.pk,
    )
    return list(before.values_list("pk", flat=True))


def values(
    *,
    change: changes.Change,
    progress: FanOut,
    now: datetime.datetime,
    end: uuid.UUID | None,
) -> dict[str, Any]:
    """Return what DELIVER needs for the range of members after the cursor up to `end`."""
    return {
        "change": change.pk,
        "earlier": earlier_changes(change=change),
        "taken_up_at": progress.started_at,
        "unions": list(change.union_ids),
        "now": now,
        "cursor": progress.cursor,
        "end": end,
    }


def is_mail_on_its_way(*, change: changes.Change, now: datetime.datetime) -> bool:
    """Tell whether a worker may still be sending letters that it made of the earlier text.

    It holds them under a lease from before the change was taken up; no lease outlives
    deliveries.LEASE, so this ends by itself.
    """
    taken_up_at = FanOut.objects.values_list("started_at", flat=True).get(change_id=change.pk)
    return Delivery.objects.filter(
        change_id__in=earlier_changes(change=change),
        state=Delivery.State.LEASED,
        lease_expires_at__gt=now,
        lease_expires_at__lte=taken_up_at + deliveries.LEASE,
    ).exists()


def told_count(*, subject: Any, union_ids: Sequence[int]) -> int:
    """Count the members of these unions who were told of a record, on any channel."""
    told = Delivery.objects.filter(
        change__record_kind=subject.record_kind,
        change__record_id=subject.pk,
        state=Delivery.State.SENT,
        member__memberships__union_id__in=list(union_ids),
        member__memberships__state="active",
    )
    return told.values("member_id").distinct().count()

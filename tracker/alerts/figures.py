"""How the road of alerts stands: numbers without a person in them."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.db.models import Count, Min

from clauses.models import change as changes
from tracker.alerts.messages import parts
from tracker.alerts.models import Delivery, FanOut

SHOWN_FOR = datetime.timedelta(days=30)
"""How long the desk shows what could not be delivered."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeadLetters:
    """How many alerts of one change could not be delivered for one reason. Nobody is named."""

    kind: str
    slug: str
    reason: str
    count: int
    oldest: datetime.datetime


def dead_letters(*, union_ids: Sequence[int], now: datetime.datetime) -> list[DeadLetters]:
    """Count what these unions' staff sent in vain to their own members of late, newest first."""
    rows = (
        Delivery.objects.dead_of_unions(union_ids=union_ids)
        .filter(created_at__gt=now - SHOWN_FOR)
        .values("change_id", "change__record_kind", "change__slug", "ended_because")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
        .order_by("-change_id", "ended_because")
    )
    return [
        DeadLetters(
            kind=parts.kind_of(row["change__record_kind"]),
            slug=row["change__slug"],
            reason=str(Delivery.Ending(row["ended_because"]).label),
            count=row["count"],
            oldest=row["oldest"],
        )
        for row in rows
    ]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts at a moment; `oldest_due_seconds` is the wait of the e-mail that waits longest."""

    changes_waiting: int
    email_due: int
    email_put_off: int
    email_leased: int
    leases_expired: int
    email_dead: int
    oldest_due_seconds: int


def at(*, now: datetime.datetime) -> Figures:
    """Count now."""
    email = Delivery.objects.filter(channel=Delivery.Channel.EMAIL)
    waiting = email.filter(state=Delivery.State.WAITING)
    due = waiting.filter(next_attempt_at__lte=now)
    leased = email.filter(state=Delivery.State.LEASED)
    oldest = due.aggregate(oldest=Min("next_attempt_at"))["oldest"]
    return Figures(
        changes_waiting=changes.Change.objects.filter(notifies=True)
        .exclude(pk__in=FanOut.objects.filter(finished_at__isnull=False).values("change_id"))
        .count(),
        email_due=due.count(),
        email_put_off=waiting.filter(next_attempt_at__gt=now).count(),
        email_leased=leased.count(),
        leases_expired=leased.filter(lease_expires_at__lte=now).count(),
        email_dead=email.filter(state=Delivery.State.DEAD).count(),
        oldest_due_seconds=int((now - oldest).total_seconds()) if oldest else 0,
    )

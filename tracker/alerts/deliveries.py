"""The states of what is owed: claimed under a lease, then sent, put off, given up or cancelled.

Every outcome is written by primary key and lease token: whoever lost the lease writes nothing.
"""

import dataclasses
import datetime
import random
import uuid

from django.db import models, transaction

from tracker.alerts.models import Attempt, Delivery
from tracker.alerts.models import delivery as delivery_models

LEASE = datetime.timedelta(minutes=5)
MAX_ATTEMPTS = 12
FIRST_PAUSE = datetime.timedelta(seconds=30)
LONGEST_PAUSE = datetime.timedelta(hours=6)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    """Deliveries that this worker alone may send until `expires_at`."""

    token: uuid.UUID
    expires_at: datetime.datetime
    delivery_ids: tuple[uuid.UUID, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Try:
    """One attempt as it went: aware moments and a code such as "550 5.1.1"."""

    started_at: datetime.datetime
    ended_at: datetime.datetime
    detail: str = ""


def claim(*, channel: str, limit: int, now: datetime.datetime) -> Claim:
    """Lease up to `limit` due deliveries; what a killed worker leased is due when that expires."""
    token, expires_at = uuid.uuid4(), now + LEASE
    with transaction.atomic():
        _bury_exhausted(channel=channel, now=now)
        rows = Delivery.objects.select_for_update(skip_locked=True).filter(channel=channel)
        waiting = rows.filter(state=Delivery.State.WAITING, next_attempt_at__lte=now)
        ids = list(waiting.order_by("next_attempt_at").values_list("pk", flat=True)[:limit])
        if len(ids) < limit:
            expired = rows.filter(state=Delivery.State.LEASED, lease_expires_at__lte=now)
            missing = limit - len(ids)
            ids += expired.order_by("lease_expires_at").values_list("pk", flat=True)[:missing]
        Delivery.objects.filter(pk__in=ids).update(
            state=Delivery.State.LEASED,
            lease_token=token,
            lease_expires_at=expires_at,
            attempts_count=models.F("attempts_count") + 1,
        )
    return Claim(token=token, expires_at=expires_at, delivery_ids=tuple(ids))


def mark_sent(*, delivery_id: uuid.UUID, token: uuid.UUID, tried: Try) -> bool:
    """Record that it was accepted; False if the lease was lost meanwhile."""
    return _settle(
        delivery_id=delivery_id,
        token=token,
        outcome=Attempt.Outcome.SENT,
        tried=tried,
        state=Delivery.State.SENT,
        sent_at=tried.ended_at,
        next_attempt_at=None,
    )


def put_off(*, delivery: Delivery, token: uuid.UUID, tried: Try) -> bool:
    """Record a failure that may pass; after MAX_ATTEMPTS it is given up."""
    if delivery.attempts_count >= MAX_ATTEMPTS:
        return give_up(
            delivery_id=delivery.pk,
            token=token,
            tried=tried,
            because=Delivery.Ending.EXHAUSTED,
            outcome=Attempt.Outcome.PASSING,
        )
    return _settle(
        delivery_id=delivery.pk,
        token=token,
        outcome=Attempt.Outcome.PASSING,
        tried=tried,
        state=Delivery.State.WAITING,
        next_attempt_at=tried.ended_at + pause_after(attempts=delivery.attempts_count),
    )


def give_up(
    *,
    delivery_id: uuid.UUID,
    token: uuid.UUID,
    tried: Try,
    because: str,
    outcome: str = Attempt.Outcome.PERMANENT,
) -> bool:
    """Record that it cannot be delivered; staff see it among the dead."""
    return _settle(
        delivery_id=delivery_id,
        token=token,
        outcome=outcome,
        tried=tried,
        state=Delivery.State.DEAD,
        ended_because=because,
        next_attempt_at=None,
    )


def cancel(*, delivery_id: uuid.UUID, token: uuid.UUID, because: str) -> bool:
    """Record that the person may not or need not be told any more; nothing was tried."""
    return (
        _held(delivery_id, token).update(
            state=Delivery.State.CANCELLED,
            ended_because=because,
            next_attempt_at=None,
            **_NO_LEASE,
        )
        == 1
    )


def give_back(*, claim: Claim, delivery_ids: tuple[uuid.UUID, ...], due: datetime.datetime) -> int:
    """Return what was not tried, because the server could not be reached; it costs no attempt."""
    return Delivery.objects.filter(
        pk__in=delivery_ids, state=Delivery.State.LEASED, lease_token=claim.token
    ).update(
        state=Delivery.State.WAITING,
        next_attempt_at=due,
        attempts_count=models.F("attempts_count") - 1,
        **_NO_LEASE,
    )


def cancel_waiting_email(*, member_id: uuid.UUID) -> int:
    """Cancel a member's queued e-mail at once; what is being sent is re-checked before it goes."""
    return (
        Delivery.objects.of_member(member_id=member_id)
        .filter(channel=Delivery.Channel.EMAIL, state=Delivery.State.WAITING)
        .update(
            state=Delivery.State.CANCELLED,
            ended_because=Delivery.Ending.EMAIL_OFF,
            next_attempt_at=None,
        )
    )


def pause_after(*, attempts: int) -> datetime.timedelta:
    """Return how long to wait after so many attempts: doubled each time, between 50 and 150 %."""
    longest = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    share = 0.5 + random.random()  # noqa: S311 - spreads load, guards nothing
    return datetime.timedelta(seconds=longest.total_seconds() * share)


def _bury_exhausted(*, channel: str, now: datetime.datetime) -> None:
    """End what killed its worker each time, so that it kills no more."""
    Delivery.objects.filter(
        channel=channel,
        state=Delivery.State.LEASED,
        lease_expires_at__lte=now,
        attempts_count__gte=MAX_ATTEMPTS,
    ).update(
        state=Delivery.State.DEAD,
        ended_because=Delivery.Ending.EXHAUSTED,
        next_attempt_at=None,
        **_NO_LEASE,
    )


_NO_LEASE: dict[str, None] = {"lease_token": None, "lease_expires_at": None}


def _held(delivery_id: uuid.UUID, token: uuid.UUID) -> delivery_models.DeliveryQuerySet:
    return Delivery.objects.filter(pk=delivery_id, state=Delivery.State.LEASED, lease_token=token)


def _settle(
    *, delivery_id: uuid.UUID, token: uuid.UUID, outcome: str, tried: Try, **changes: object
) -> bool:
    with transaction.atomic():
        held = _held(delivery_id, token).select_for_update()
        number = held.values_list("attempts_count", flat=True).first()
        if number is None:
            return False
        Delivery.objects.filter(pk=delivery_id).update(**changes, **_NO_LEASE)
        Attempt.objects.create(
            delivery_id=delivery_id,
            number=number,
            started_at=tried.started_at,
            ended_at=tried.ended_at,
            outcome=outcome,
            detail=tried.detail[:60],
        )
        return True

"""Sends what is due: claims a batch, re-checks each person, hands over, records what became of it.

Nothing is sent inside a transaction. One bad recipient, title or record ends that delivery alone.
"""

import dataclasses
import datetime
import logging
import time
import uuid
from email import errors as email_errors

from django.db import connection

from tracker.alerts import deliveries, rechecking
from tracker.alerts.channels import email, refusals, transport
from tracker.alerts.models import Delivery

logger = logging.getLogger(__name__)

BATCH = 50
MARGIN = datetime.timedelta(seconds=60)
"""A lease with less left than this is given back, so that no message is sent under a lost one."""

UNREACHABLE_PAUSE = datetime.timedelta(seconds=20)


class InsideTransaction(RuntimeError):
    """Raised where sending would hold a transaction open while it waits for a server."""


@dataclasses.dataclass(kw_only=True)
class Sent:
    """What one pass did."""

    sent: int = 0
    cancelled: int = 0
    put_off: int = 0
    dead: int = 0
    is_unreachable: bool = False

    @property
    def handled(self) -> int:
        """How many deliveries came to some outcome."""
        return self.sent + self.cancelled + self.put_off + self.dead


class _Clock:
    """The moment a pass was started plus what has gone by: only entrances read the clock."""

    def __init__(self, now: datetime.datetime) -> None:
        self._now = now
        self._began = time.monotonic()

    def __call__(self) -> datetime.datetime:
        return self._now + datetime.timedelta(seconds=time.monotonic() - self._began)


def send_due(
    *,
    now: datetime.datetime,
    limit: int = BATCH,
    by: transport.Transport | None = None,
    may_hold_transaction: bool = False,
) -> Sent:
    """Send up to `limit` due e-mails (or what the channel `by` sends). Safe at the same time as
    itself. Raises InsideTransaction, unless the caller says that nothing real is at the other end.
    """
    if connection.in_atomic_block and not may_hold_transaction:
        raise InsideTransaction("Messages are sent outside any transaction.")
    channel = by or email.EmailTransport()
    clock, done = _Clock(now), Sent()
    claim = deliveries.claim(channel=channel.channel, limit=limit, now=now)
    if not claim.delivery_ids:
        return done
    try:
        channel.open()
        _send_claimed(channel=channel, claim=claim, clock=clock, done=done)
    except refusals.ServerUnreachable as unreachable:
        logger.warning("The server of %s cannot be reached: %s", channel.channel, unreachable)
        done.is_unreachable = True
        deliveries.give_back(
            claim=claim, delivery_ids=claim.delivery_ids, due=clock() + UNREACHABLE_PAUSE
        )
    finally:
        channel.close()
    return done


def _send_claimed(
    *, channel: transport.Transport, claim: deliveries.Claim, clock: _Clock, done: Sent
) -> None:
    for place, delivery_id in enumerate(claim.delivery_ids):
        if clock() > claim.expires_at - MARGIN:
            rest = claim.delivery_ids[place:]
            deliveries.give_back(claim=claim, delivery_ids=rest, due=clock())
            return
        try:
            _send_one(channel=channel, delivery_id=delivery_id, claim=claim, clock=clock, done=done)
        except refusals.ServerUnreachable:
            raise
        except Exception:  # what no code foresaw ends with this one; its lease expires
            logger.exception("Delivery %s could not be handled", delivery_id)


def _send_one(
    *,
    channel: transport.Transport,
    delivery_id: uuid.UUID,
    claim: deliveries.Claim,
    clock: _Clock,
    done: Sent,
) -> None:
    delivery = Delivery.objects.select_related("change").get(pk=delivery_id)
    began = clock()
    refusal = rechecking.refusal(delivery=delivery, now=began)
    if refusal:
        done.cancelled += deliveries.cancel(
            delivery_id=delivery_id, token=claim.token, because=refusal
        )
        return
    try:
        message = channel.build(delivery=delivery, now=began)
    except refusals.NoAddress:
        done.cancelled += deliveries.cancel(
            delivery_id=delivery_id, token=claim.token, because=Delivery.Ending.NO_ADDRESS
        )
        return
    except Exception as failure:  # a title or record that cannot be written stops nobody else
        logger.exception("The message of delivery %s cannot be made", delivery_id)
        done.dead += deliveries.give_up(
            delivery_id=delivery_id,
            token=claim.token,
            tried=deliveries.Try(started_at=began, ended_at=clock(), detail=type(failure).__name__),
            because=Delivery.Ending.UNBUILDABLE,
        )
        return
    _hand_over(channel, delivery, message, claim=claim, began=began, clock=clock, done=done)


def _hand_over(
    channel: transport.Transport,
    delivery: Delivery,
    message: object,
    *,
    claim: deliveries.Claim,
    began: datetime.datetime,
    clock: _Clock,
    done: Sent,
) -> None:
    try:
        channel.send(message)
    except refusals.NotDelivered as failure:
        tried = deliveries.Try(started_at=began, ended_at=clock(), detail=failure.detail)
        if failure.is_permanent:
            done.dead += deliveries.give_up(
                delivery_id=delivery.pk,
                token=claim.token,
                tried=tried,
                because=Delivery.Ending.REFUSED,
            )
        else:
            done.put_off += deliveries.put_off(delivery=delivery, token=claim.token, tried=tried)
        return
    except (
        ValueError,
        email_errors.MessageError,
    ) as failure:  # the backend turns the message into bytes
        done.dead += deliveries.give_up(
            delivery_id=delivery.pk,
            token=claim.token,
            tried=deliveries.Try(started_at=began, ended_at=clock(), detail=type(failure).__name__),
            because=Delivery.Ending.UNBUILDABLE,
        )
        return
    done.sent += deliveries.mark_sent(
        delivery_id=delivery.pk,
        token=claim.token,
        tried=deliveries.Try(started_at=began, ended_at=clock()),
    )

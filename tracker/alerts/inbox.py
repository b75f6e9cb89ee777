"""A member's inbox: the deliveries of the channel "inbox" are the messages themselves.

For pages: `for_member` gives the rows, newest first; `entries` reads them with their words.
"""

import datetime
import uuid
from collections.abc import Collection

from tracker.alerts.models import Delivery
from tracker.alerts.models import delivery as delivery_models
from tracker.members.models import Member


def for_member(member: Member) -> delivery_models.DeliveryQuerySet:
    """Return the member's inbox, newest first, with the change read along."""
    return (
        Delivery.objects.of_member(member_id=member.pk)
        .inbox()
        .select_related("change")
        .order_by("-created_at", "-change_id")
    )


def unread_count(member: Member) -> int:
    """Count what the member has not opened."""
    return Delivery.objects.of_member(member_id=member.pk).inbox().unread().count()


def mark_read(
    *, member_id: uuid.UUID, delivery_ids: Collection[uuid.UUID], now: datetime.datetime
) -> int:
    """Mark these rows of the member as read; return how many were unread. Others' rows stay."""
    own = Delivery.objects.of_member(member_id=member_id).inbox().unread()
    return own.filter(pk__in=delivery_ids).update(read_at=now)


def mark_unread(*, member_id: uuid.UUID, delivery_ids: Collection[uuid.UUID]) -> int:
    """Take the mark away again."""
    own = Delivery.objects.of_member(member_id=member_id).inbox().filter(read_at__isnull=False)
    return own.filter(pk__in=delivery_ids).update(read_at=None)


def mark_all_read(*, member_id: uuid.UUID, now: datetime.datetime) -> int:
    """Mark the whole inbox as read; return how many were unread."""
    own = Delivery.objects.of_member(member_id=member_id).inbox().unread()
    return own.update(read_at=now)


def opened(
    *, member_id: uuid.UUID, delivery_id: uuid.UUID, now: datetime.datetime
) -> Delivery | None:
    """Find the alert behind `/a/<delivery uuid>` and mark it read; None if it is not theirs.

    The id may be that of any channel: an e-mail's link leads to the inbox row of the same change,
    or to its own row when that change has none in the inbox.
    """
    delivery = (
        Delivery.objects.of_member(member_id=member_id)
        .select_related("change")
        .filter(pk=delivery_id)
        .first()
    )
    if delivery is None:
        return None
    in_inbox = Delivery.objects.of_member(member_id=member_id).inbox()
    shown = in_inbox.select_related("change").filter(change_id=delivery.change_id).first()
    if shown is None:
        return delivery
    mark_read(member_id=member_id, delivery_ids=[shown.pk], now=now)
    return shown

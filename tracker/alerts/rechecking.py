"""Whether a person may still be told, asked for each delivery right before it leaves."""

import datetime

from django.db.models import Q

from tracker.alerts import concerns
from tracker.alerts.models import Delivery, Subscription
from tracker.members.models import Member, Membership


def refusal(*, delivery: Delivery, now: datetime.datetime) -> str:
    """Return why it must not be sent (a Delivery.Ending) or an empty text; reads all anew."""
    member = Member.objects.select_related("user").get(pk=delivery.member_id)
    if not member.user.is_active:
        return Delivery.Ending.NO_ADDRESS
    if delivery.channel == Delivery.Channel.EMAIL and member.email_rate == Member.EmailRate.OFF:
        return Delivery.Ending.EMAIL_OFF
    if member.is_paused(at=now):
        return Delivery.Ending.PAUSED
    unions = set(
        Membership.objects.of_member(member_id=member.pk)
        .active()
        .filter(union_id__in=delivery.change.union_ids)
        .values_list("union_id", flat=True)
    )
    if not unions:
        return Delivery.Ending.LEFT_UNION
    matched = [reason["subscription"] for reason in delivery.reasons if "subscription" in reason]
    still = Subscription.objects.of_member(member_id=member.pk).active().filter(pk__in=matched)
    if not still.filter(Q(union__isnull=True) | Q(union_id__in=unions)).exists():
        return Delivery.Ending.UNSUBSCRIBED
    if concerns.subject_of(delivery.change) is None:
        return Delivery.Ending.RECORD_GONE
    return ""

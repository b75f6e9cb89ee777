"""One click to get no more e-mail, without signing in; what is queued is cancelled too."""

from django.db import transaction

from tracker.alerts import deliveries
from tracker.alerts.messages import tokens
from tracker.alerts.models import Delivery
from tracker.members import preferences
from tracker.members.models import Member


def member_of(*, token: str) -> Member:
    """Return whose e-mail the token stops; changes nothing. Raises tokens.UnknownToken."""
    delivery = Delivery.objects.select_related("member").filter(pk=tokens.read(token)).first()
    if delivery is None:
        raise tokens.UnknownToken("This link is not one of ours.")
    return delivery.member


def stop(*, token: str) -> Member:
    """Stop the member's e-mail at once; again is no harm. Raises tokens.UnknownToken."""
    member = member_of(token=token)
    with transaction.atomic():
        preferences.stop_email(member_id=member.pk)
        deliveries.cancel_waiting_email(member_id=member.pk)
    return member

"""The token of a message's unsubscribe link: a delivery's random id, signed; it says nothing else.

It does not expire, because mailbox providers use the link of old messages too, and all it can do
is stop e-mail.
"""

import base64
import binascii
import uuid

from django.conf import settings
from django.core import signing

from tracker.alerts.models import Delivery

_signer = signing.Signer(salt="tracker.alerts.unsubscribe", sep=".")


class UnknownToken(ValueError):
    """Raised for a token that we did not make."""


def unsubscribe(delivery: Delivery) -> str:
    """Return the token of one message; every message has another one."""
    return _signer.sign(base64.urlsafe_b64encode(delivery.pk.bytes).rstrip(b"=").decode())


def read(token: str) -> uuid.UUID:
    """Return the id of the delivery that the token belongs to. Raises UnknownToken."""
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(_signer.unsign(token) + "=="))
    except (signing.BadSignature, binascii.Error, ValueError) as refused:
        raise UnknownToken("This link is not one of ours.") from refused


def address(delivery: Delivery) -> str:
    """Return the whole link: it works without signing in and shows nothing of the member."""
    return f"{settings.PUBLIC_URL}/u/{unsubscribe(delivery)}"

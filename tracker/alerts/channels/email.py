"""E-mail over one kept connection of Django's configured backend."""

import contextlib
import datetime
import re
import smtplib
from typing import Any

from django.core import mail

from tracker.alerts import messages
from tracker.alerts.channels import refusals
from tracker.alerts.models import Delivery

ENHANCED = re.compile(rb"^\d\.\d{1,3}\.\d{1,3}")


class EmailTransport:
    """Sends letters; keeps its connection between messages and opens a new one after a break."""

    channel: str = Delivery.Channel.EMAIL

    def __init__(self, *, connection: Any = None) -> None:
        self._connection: Any = connection or mail.get_connection()

    def open(self) -> None:
        """Connect before anything is claimed as tried. Raises ServerUnreachable."""
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as failure:
            raise refusals.ServerUnreachable(detail=_code(failure)) from failure

    def build(self, *, delivery: Delivery, now: datetime.datetime) -> object:
        """Make the letter. Raises refusals.NoAddress."""
        try:
            return messages.build(delivery=delivery, now=now)
        except messages.NoAddress as missing:
            raise refusals.NoAddress(str(missing)) from missing

    def send(self, message: Any) -> None:
        """Hand one letter over. Raises NotDelivered or ServerUnreachable."""
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()), (450, b""))
            raise refusals.NotDelivered(
                detail=_written(code, text), is_permanent=code >= 500
            ) from refused
        except smtplib.SMTPDataError as refused:
            raise refusals.NotDelivered(
                detail=_written(refused.smtp_code, refused.smtp_error),
                is_permanent=refused.smtp_code >= 500,
            ) from refused
        except smtplib.SMTPSenderRefused as refused:
            # The sender is ours for everybody: nothing is wrong with this one recipient.
            self.close()
            raise refusals.NotDelivered(
                detail=_written(refused.smtp_code, refused.smtp_error), is_permanent=False
            ) from refused
        except (OSError, smtplib.SMTPException) as broken:
            # We cannot know whether it was accepted; the same Message-ID goes out again.
            self.close()
            raise refusals.NotDelivered(detail=_code(broken), is_permanent=False) from broken

    def close(self) -> None:
        """Let go of the connection, whatever state it is in."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._connection.close()
        if getattr(self._connection, "connection", None) is not None:
            self._connection.connection = None


def _written(code: int, text: bytes | str) -> str:
    """Return "550 5.1.1": the codes alone, because the text may hold the address."""
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    enhanced = ENHANCED.match(raw)
    return f"{code} {enhanced.group().decode()}" if enhanced else str(code)


def _code(failure: BaseException) -> str:
    if isinstance(failure, smtplib.SMTPResponseException):
        return _written(failure.smtp_code, failure.smtp_error)
    return type(failure).__name__

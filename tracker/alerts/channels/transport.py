"""What every channel is: opened once, asked to send one message at a time, closed."""

import datetime
from typing import Protocol

from tracker.alerts.models import Delivery


class Transport(Protocol):
    """One way to tell a member; used by one worker at a time."""

    channel: str

    def open(self) -> None:
        """Connect. Raises ServerUnreachable."""

    def build(self, *, delivery: Delivery, now: datetime.datetime) -> object:
        """Make the message. Raises NoAddress; anything else means that it cannot be made."""

    def send(self, message: object) -> None:
        """Hand it over. Raises NotDelivered or ServerUnreachable."""

    def close(self) -> None:
        """Let go of the connection; never raises."""

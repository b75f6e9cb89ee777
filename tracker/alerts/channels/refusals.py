"""Why a message did not go: this one not, nobody's now, or no address to send it to."""


class NotDelivered(Exception):
    """Raised when one message was not accepted. `detail` is a code, never an address or a text."""

    def __init__(self, *, detail: str, is_permanent: bool) -> None:
        self.detail = detail
        self.is_permanent = is_permanent
        super().__init__(detail)


class ServerUnreachable(Exception):
    """Raised when nothing can be sent to anybody now; it says nothing about one recipient."""

    def __init__(self, *, detail: str) -> None:
        self.detail = detail
        super().__init__(detail)


class NoAddress(Exception):
    """Raised when the member has no confirmed address on this channel."""

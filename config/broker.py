"""The transport to Valkey and Redis, mended: work that is under way may outlive its connection.

Kombu 5.7 forgets where the broker was when a connection breaks, and then asks for it once more to
put back or acknowledge what was under way. That is an AttributeError, which Celery takes as beyond
repair: the worker stops taking messages and stays. Said as what it is, a lost connection, it is
logged and the worker connects again. What was under way comes back after the visibility timeout.
"""

import redis.exceptions
from kombu.transport import redis as redis_transport


class Channel(redis_transport.Channel):
    """A channel that says in the library's own words that its connection is gone."""

    def _connparams(self, *args: object, **options: object) -> dict[str, object]:
        if self.connection.client is None:
            raise redis.exceptions.ConnectionError("The connection to the broker was closed.")
        known: dict[str, object] = super()._connparams(*args, **options)  # type: ignore[no-untyped-call]  # no types
        return known


class Transport(redis_transport.Transport):
    """The same transport with that channel."""

    Channel = Channel

"""How often one asker may ask in a minute; addresses are kept as keyed digests, for two minutes.

Counts stand in the cache `limits`. If that cache fails they go on in this process's memory.
"""

import dataclasses
import hashlib
import hmac
import ipaddress
import time

import redis
from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache
from rest_framework import request, throttling, views

from tracker.api.models import PartnerKey

WINDOW = 60
own_memory = LocMemCache("api-limits-of-this-process", {"OPTIONS": {"MAX_ENTRIES": 50_000}})


@dataclasses.dataclass(frozen=True, kw_only=True)
class State:
    """Where an asker stands in the running minute."""

    policy: str
    limit: int
    used: int
    seconds_left: int

    @property
    def remaining(self) -> int:
        """How many requests are left."""
        return max(self.limit - self.used, 0)

    def headers(self) -> dict[str, str]:
        """Return the header fields of the IETF draft, in its newer and its older form."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.seconds_left}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds_left),
        }


def take(*, policy: str, identity: str, limit: int, now: float) -> State:
    """Count one request of `identity` in the minute of `now` (seconds since 1970)."""
    window = int(now // WINDOW)
    name = f"api-limit:{window}:{identity}"
    try:
        used = _count(caches["limits"], name)
    except (OSError, redis.RedisError):
        used = _count(own_memory, name)
    return State(
        policy=policy,
        limit=limit,
        used=used,
        seconds_left=WINDOW - int(now) % WINDOW,
    )


def identity_of(*, address: str) -> str:
    """Return a digest of a network address that cannot be turned back without the secret key.

    An IPv6 address stands for its /64, which is what one household or office has.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        plain = address
    else:
        prefix = 64 if parsed.version == 6 else 32
        plain = str(ipaddress.ip_network((parsed, prefix), strict=False))
    digest = hmac.new(settings.SECRET_KEY.encode(), f"limits:{plain}".encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


def address_of(request: request.Request) -> str:
    """Return the asker's address; the last hop's word is taken only where a proxy is trusted."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.API_TRUSTS_PROXY and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


class RateLimit(throttling.BaseThrottle):
    """Refuses the request after the last one of the minute."""

    state: State | None = None

    def allow_request(self, request: request.Request, view: views.APIView) -> bool:
        """Count the request and tell whether it may pass."""
        key = request.auth
        if isinstance(key, PartnerKey):
            policy, identity = "key", f"key:{key.pk}"
        else:
            policy, identity = "anonymous", identity_of(address=address_of(request))
        self.state = take(
            policy=policy, identity=identity, limit=settings.API_RATES[policy], now=time.time()
        )
        request._request.rate_limit_state = self.state  # type: ignore[attr-defined]  # read below
        return self.state.used <= self.state.limit

    def wait(self) -> float | None:
        """Return the seconds until the next minute begins."""
        return None if self.state is None else float(self.state.seconds_left)


def _count(cache: BaseCache, name: str) -> int:
    cache.add(name, 0, timeout=2 * WINDOW)
    try:
        return int(cache.incr(name))
    except ValueError:  # the entry was dropped in between
        cache.set(name, 1, timeout=2 * WINDOW)
        return 1

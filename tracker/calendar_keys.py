"""Keys of calendar programs: an address that nobody guesses, revoked by its owner at any time.

A calendar program cannot sign in, so the address itself is the key. Only its digest is kept.
"""

import datetime
import hashlib
import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from tracker.models import CalendarKey

BYTES = 32


def make(*, user: Any, now: datetime.datetime) -> str:
    """Make a new secret for `user`, told once; the one before is revoked."""
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        _lock(user)
        _revoke(user=user, now=now)
        CalendarKey.objects.create(user=user, digest=_digest(secret), made_at=now)
    return secret


def revoke(*, user: Any, now: datetime.datetime) -> bool:
    """Revoke the key of `user`; tell whether there was one."""
    with transaction.atomic():
        _lock(user)
        return _revoke(user=user, now=now)


def open_key(*, user: Any) -> CalendarKey | None:
    """The key that is open for `user`, if any."""
    return CalendarKey.objects.filter(user=user, revoked_at__isnull=True).first()


def owner_of(*, secret: str) -> Any:
    """Whose open key this is, if that person still works at the desk; else None."""
    key = (
        CalendarKey.objects.filter(digest=_digest(secret), revoked_at__isnull=True)
        .select_related("user")
        .first()
    )
    if key is None:
        return None
    user = key.user
    works_here = user.is_active and user.is_staff and user.has_perm("clauses.change_clause")
    return user if works_here else None


def _lock(user: Any) -> None:
    """One key at a time, also where two are asked for at the same moment."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _revoke(*, user: Any, now: datetime.datetime) -> bool:
    running = CalendarKey.objects.filter(user=user, revoked_at__isnull=True)
    return running.update(revoked_at=now) > 0


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

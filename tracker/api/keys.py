"""Partners' keys: made, found again, revoked. A token leaves `create` once and is kept nowhere."""

import dataclasses
import datetime
import hashlib
import secrets
from collections.abc import Sequence

from django.db import models, transaction
from django.utils import text

from tracker.api.models import PartnerKey, PartnerOrganisation
from tracker.api.models.key import PREFIX_LENGTH

TOKEN_PREFIX = "ast_"  # noqa: S105 - how every token begins, so that scanners recognise one
TOKEN_BYTES = 32
USE_IS_NOTED_EVERY = datetime.timedelta(hours=1)


class UnknownScope(ValueError):
    """Raised for a scope that does not exist."""


class NoName(ValueError):
    """Raised for an organisation whose name has no letter or digit in it."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class NewKey:
    """A key and, this once, its token."""

    key: PartnerKey
    token: str


def create(
    *,
    organisation: str,
    scopes: Sequence[str] = (PartnerKey.Scope.READ,),
    now: datetime.datetime,
    expires_at: datetime.datetime | None = None,
) -> NewKey:
    """Make a key for the organisation of that name, which is made too if it is new.

    Raises UnknownScope or NoName, and then nothing is made.
    """
    unknown = sorted(set(scopes) - set(PartnerKey.Scope.values))
    if unknown or not scopes:
        raise UnknownScope(
            f"There is no scope {unknown[0]!r}; there are {', '.join(PartnerKey.Scope.values)}."
            if unknown
            else "A key needs at least one scope."
        )
    name = " ".join(organisation.split())
    slug = text.slugify(name)[:80].strip("-_").replace("_", "-")
    if not slug:
        raise NoName("The organisation's name needs a letter or digit of the Latin alphabet.")
    token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        owner, _ = PartnerOrganisation.objects.get_or_create(
            slug=slug, defaults={"name": name, "created_at": now}
        )
        key = PartnerKey.objects.create(
            organisation=owner,
            digest=digest(token),
            prefix=token[:PREFIX_LENGTH],
            scopes=sorted(set(scopes)),
            created_at=now,
            expires_at=expires_at,
        )
    return NewKey(key=key, token=token)


def find(*, token: str, now: datetime.datetime) -> PartnerKey | None:
    """Return the key of `token` if it opens anything at `now`; its use is noted once an hour."""
    if not token.startswith(TOKEN_PREFIX):
        return None
    key = (
        PartnerKey.objects.usable(at=now)
        .select_related("organisation")
        .filter(digest=digest(token))
        .first()
    )
    if key is not None and _is_long_ago(key.last_used_at, now):
        PartnerKey.objects.filter(
            models.Q(last_used_at__isnull=True)
            | models.Q(last_used_at__lte=now - USE_IS_NOTED_EVERY),
            pk=key.pk,
        ).update(last_used_at=now)
    return key


def revoke(*, key_id: int, now: datetime.datetime) -> bool:
    """Close a key at once. Returns False if somebody had revoked it before."""
    waiting = PartnerKey.objects.filter(pk=key_id, revoked_at__isnull=True)
    return waiting.update(revoked_at=now) == 1


def digest(token: str) -> str:
    """Return what is kept of a token. It is long and random: a plain SHA-256 cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_long_ago(used_at: datetime.datetime | None, now: datetime.datetime) -> bool:
    return used_at is None or now - used_at >= USE_IS_NOTED_EVERY

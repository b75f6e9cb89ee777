"""Joining and leaving a union: the one place where memberships are written."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from clauses.models import taxonomy
from clauses.models import union as unions
from tracker.members.models import Member, Membership


class UnknownRole(ValueError):
    """Raised when a role is not in the vocabulary."""


class UnionNotServed(ValueError):
    """Raised when nobody of this union uses this installation."""


def join(
    *,
    user: Any,
    union: unions.Union,
    roles: Sequence[str],
    now: datetime.datetime,
    language: str = "en",
    time_zone: str = "America/Los_Angeles",
) -> Membership:
    """Make the user an active member of `union` in these roles; doing it again changes nothing.

    Language and time zone count for a new member only; later they are the member's own business.
    Raises UnionNotServed or UnknownRole, and then nothing has changed.
    """
    if not union.is_served:
        raise UnionNotServed(f"{union.slug} is not served here.")
    _refuse_unknown(roles)
    with transaction.atomic():
        member, _ = Member.objects.get_or_create(
            user=user,
            defaults={"language": language, "time_zone": time_zone, "created_at": now},
        )
        membership, is_new = Membership.objects.select_for_update().get_or_create(
            member=member, union=union, defaults={"roles": list(roles), "joined_at": now}
        )
        if not is_new:
            came_back = membership.state == Membership.State.LEFT
            membership.roles = list(roles)
            membership.state = Membership.State.ACTIVE
            membership.left_at = None
            membership.joined_at = now if came_back else membership.joined_at
            membership.save(update_fields=["roles", "state", "left_at", "joined_at"])
        return membership


def leave(*, member_id: uuid.UUID, union_id: int, now: datetime.datetime) -> bool:
    """Remember that the member left; return False if there was nothing to leave."""
    active = Membership.objects.of_member(member_id=member_id).of_union(union_id=union_id).active()
    return active.update(state=Membership.State.LEFT, left_at=now) == 1


def _refuse_unknown(roles: Sequence[str]) -> None:
    known = set(
        taxonomy.TaxonomyTerm.objects.filter(vocabulary="roles", slug__in=roles).values_list(
            "slug", flat=True
        )
    )
    unknown = [role for role in roles if role not in known]
    if unknown:
        raise UnknownRole(f"No such role: {', '.join(unknown)}.")

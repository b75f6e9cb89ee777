"""Who may see a catalogue record: everyone, members and staff, or staff alone."""

import dataclasses
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """The level a record is open to; each level includes the ones after it."""

    PUBLIC = "public", _("everyone")
    MEMBERS = "members", _("members and staff")
    STAFF = "staff", _("staff only")


LEVELS_OF_MEMBERS: tuple[str, ...] = (Visibility.PUBLIC, Visibility.MEMBERS)
"""What may be told to a member, without asking which one."""


class Viewer(Protocol):
    """Whoever looks: a signed-in user or Django's AnonymousUser."""

    @property
    def is_authenticated(self) -> Any: ...  # noqa: D102

    is_staff: Any


@dataclasses.dataclass
class AnyMember:
    """Stands for a member where it does not matter which: no record tells them apart."""

    is_authenticated: bool = True
    is_staff: bool = False


def levels_for(viewer: Viewer | None) -> list[str]:
    """List the levels that `viewer` may see; None and partners' keys see what is public."""
    if viewer is None or not viewer.is_authenticated:
        return [Visibility.PUBLIC]
    if viewer.is_staff:
        return [Visibility.PUBLIC, Visibility.MEMBERS, Visibility.STAFF]
    return list(LEVELS_OF_MEMBERS)

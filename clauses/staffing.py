"""Accounts of staff: who may work at the desk, in which role and for which unions.

An administrator manages accounts of the own unions only, and never the own account.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from clauses.models import StaffUnion, Union

MANAGE = "clauses.manage_staff"
ROLES = ("Editors", "Reviewers", "Administrators")


class NotYourStaff(PermissionDenied):
    """Raised when an administrator reaches for an account or union that is not theirs."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Account:
    """What an administrator decides about an account. No roles: no access to the desk."""

    email: str
    first_name: str = ""
    last_name: str = ""
    roles: Sequence[str] = ()
    unions: Sequence[Union] = ()


def union_ids_of(user: Any) -> list[int]:
    """The ids of the unions that somebody acts for."""
    own = StaffUnion.objects.filter(user=user).order_by("union_id")
    return list(own.values_list("union_id", flat=True))


def unions_of(*, by: Any) -> "QuerySet[Union]":
    """The unions that an administrator may give to others: the own ones."""
    return Union.objects.filter(staff__user=by)


def managed_by(by: Any) -> "QuerySet[Any]":
    """Others' accounts of staff that act for no union but the administrator's own."""
    foreign = StaffUnion.objects.filter(user=OuterRef("pk")).exclude(
        union__in=unions_of(by=by).values("pk")
    )
    return (
        get_user_model()
        .objects.filter(is_staff=True, is_superuser=False)
        .exclude(pk=by.pk)
        .exclude(Exists(foreign))
        .order_by("email")
    )


def admit(*, account: Account, by: Any) -> Any:
    """Open the desk to the person of this address; a new account has no password yet.

    Somebody who is known by the address already keeps name and password, and nobody is told that.
    Raises NotYourStaff.
    """
    _check(account=account, by=by)
    users = get_user_model().objects
    with transaction.atomic():
        user = users.filter(email=account.email.strip().lower()).select_for_update().first()
        if user is None:
            user = users.create_user(
                account.email, first_name=account.first_name, last_name=account.last_name
            )
        elif user == by or user.is_superuser or _acts_elsewhere(user=user, by=by):
            raise NotYourStaff(_("You cannot manage this account."))
        _settle(user=user, account=account, by=by)
        return user


def change(*, user_id: int, account: Account, by: Any) -> Any:
    """Change name, roles and unions of an account of staff. Raises NotYourStaff."""
    _check(account=account, by=by)
    with transaction.atomic():
        user = managed_by(by).filter(pk=user_id).select_for_update().first()
        if user is None:
            raise NotYourStaff(_("You cannot manage this account."))
        user.first_name, user.last_name = account.first_name, account.last_name
        _settle(user=user, account=account, by=by)
        return user


def _check(*, account: Account, by: Any) -> None:
    if not (by.is_active and by.has_perm(MANAGE)):
        raise NotYourStaff(_("Only administrators manage accounts."))
    own = set(unions_of(by=by).values_list("pk", flat=True))
    if {union.pk for union in account.unions} - own:
        raise NotYourStaff(_("You can only give unions that you act for."))
    if set(account.roles) - set(ROLES):
        raise NotYourStaff(_("There is no such role."))


def _acts_elsewhere(*, user: Any, by: Any) -> bool:
    own = unions_of(by=by).values("pk")
    return StaffUnion.objects.filter(user=user).exclude(union__in=own).exists()


def _settle(*, user: Any, account: Account, by: Any) -> None:
    user.is_staff = bool(account.roles)
    user.save(update_fields=["first_name", "last_name", "is_staff"])
    others = user.groups.exclude(name__in=ROLES)
    user.groups.set([*others, *Group.objects.filter(name__in=account.roles)])
    kept = {union.pk for union in account.unions} if account.roles else set()
    StaffUnion.objects.filter(user=user).exclude(union_id__in=kept).delete()
    for union_id in kept:
        StaffUnion.objects.get_or_create(user=user, union_id=union_id)

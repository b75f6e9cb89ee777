"""Locking a record while at work on it, and lifting a lock that was left behind.

Whoever may edit the record and acts for a union of it may lock it. Whoever locked it lifts the
lock; so does a reviewer of a union of the record, so that none blocks for good.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from clauses import held, publishing
from clauses.searching import holding


class NotAWriter(PermissionDenied):
    """Raised when an account locks that may not edit the record."""


class NotYours(PermissionDenied):
    """Raised when somebody lifts another's lock who is no reviewer of a union of the record."""


def check_lock(*, record: Any, by: Any) -> None:
    """Judge whether `by` may lock the record at all. Raises NotAWriter or NotThisUnion."""
    _check_writer(record=record, by=by)
    own = set(publishing.unions_of(by))
    needed = record.publishing_union_ids()
    if not own or (needed and own.isdisjoint(needed)):
        raise publishing.NotThisUnion(
            _("Only staff of a union of this record can lock it. You may still edit it.")
        )


def check_unlock(*, record: Any, by: Any) -> None:
    """Judge whether `by` may lift the lock on it. Raises NotAWriter or NotYours."""
    _check_writer(record=record, by=by)
    if record.locked_by_id == by.pk:
        return
    try:
        publishing.check_reviewer(by=by)
        publishing.check_union(record=record, by=by)
    except PermissionDenied:
        raise NotYours(
            _("Only who locked it, or a reviewer of a union of this record, can lift the lock.")
        ) from None


def allows(check: Callable[..., None], *, record: Any, by: Any) -> bool:
    """Whether one of the two checks passes."""
    try:
        check(record=record, by=by)
    except PermissionDenied:
        return False
    return True


def lock(*, record: Any, by: Any, now: datetime.datetime) -> None:
    """Lock the record for `by`; locking one's own once more changes nothing.

    Raises NotAWriter, NotThisUnion, and HeldByAnother if somebody else was first.
    """
    with transaction.atomic():
        row = _row(record)
        check_lock(record=row, by=by)
        if row.locked:
            held.refuse_others(record=row, by=by)
            return
        _write(row, locked=True, locked_by=by, locked_at=now)
        log(instance=row, action="wagtail.lock", user=by, timestamp=now)


def unlock(*, record: Any, by: Any, now: datetime.datetime) -> None:
    """Lift the lock; lifting one that is gone changes nothing. Raises NotAWriter or NotYours.

    The audit entry keeps whose lock it was and since when.
    """
    with transaction.atomic():
        row = _row(record)
        if not row.locked:
            _check_writer(record=row, by=by)
            return
        check_unlock(record=row, by=by)
        since = row.locked_at.isoformat() if row.locked_at else ""
        data = {"held_by": row.locked_by_id, "since": since}
        _write(row, locked=False, locked_by=None, locked_at=None)
        log(instance=row, action="wagtail.unlock", user=by, timestamp=now, data=data)


def _write(row: Any, **values: Any) -> None:
    """Set the lock alone: nothing else of the row is as it was read."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def _check_writer(*, record: Any, by: Any) -> None:
    permission = f"{record._meta.app_label}.change_{record._meta.model_name}"
    if not (by.is_active and by.has_perm(permission)):
        raise NotAWriter(_("Your account may not edit this record."))


def _row(record: Any) -> Any:
    """The row, which nobody else saves, locks or publishes until this transaction ends."""
    holding.hold()
    return type(record)._default_manager.select_for_update().get(pk=record.pk)

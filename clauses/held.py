"""A record that somebody locked while at work on it: nobody else saves it, whatever the road.

A lock stops edits of the text by others. It stops no review of what was submitted, no approval and
no publication: those take a revision that is there already.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.locks import BasicLock

from clauses import calendar


class HeldByAnother(PermissionDenied):
    """Raised when somebody else locked the record; the sentence says who and since when."""


class Lock(BasicLock):
    """Wagtail's lock with the words of the desk; the form says itself who holds it."""

    def for_user(self, user: Any) -> bool:
        """Whether it keeps `user` from saving."""
        return user is None or user.pk != self.object.locked_by_id

    def get_message(self, user: Any) -> None:
        """None: the form's own part says it, and what can be done."""

    def get_locked_by(self, user: Any) -> str:
        """Who, in the panel beside the form."""
        return _("Locked by you") if not self.for_user(user) else _("Locked by somebody else")

    def get_description(self, user: Any) -> str:
        """Who and since when, in the panel beside the form."""
        return in_words(self.object)


def in_words(record: Any) -> str:
    """Say who locked the record and since when."""
    who = str(record.locked_by) if record.locked_by_id else _("an account that is gone")
    if record.locked_at is None:
        return _("It is locked by %(who)s.") % {"who": who}
    since = calendar.in_words(record.locked_at)
    return _("It is locked by %(who)s since %(since)s.") % {"who": who, "since": since}


def refuse_others(*, record: Any, by: Any) -> None:
    """Raise HeldByAnother if the record is locked, as its row says now, and not by `by`."""
    rows = type(record)._default_manager.select_related("locked_by").filter(pk=record.pk)
    row = rows.filter(locked=True).only("locked", "locked_at", "locked_by").first()
    if row is not None and Lock(row).for_user(by):
        raise HeldByAnother(in_words(row))

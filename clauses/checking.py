"""Marking a live clause as checked against its agreement or law, and taking the mark back."""

import dataclasses
import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clauses import clearing, publishing
from clauses.models import Change, Clause, ClauseCheck, Publication
from clauses.searching import holding


class Refused(Exception):
    """A mark that cannot be set or taken back; its sentence is for whoever tried."""


class NotLive(Refused):
    """Raised for a clause without live words: nobody reads what would be marked."""


class NewerWords(Refused):
    """Raised when other words are live than were shown and compared."""


class AlreadyChecked(Refused):
    """Raised when the clause carries a mark: somebody was quicker, or it was sent twice."""


class NotChecked(Refused):
    """Raised when the mark to take back is gone."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Place:
    """Where in which document the words were compared."""

    document: str
    page: str = ""
    section: str = ""


def mark(
    *, clause_id: int, publication_id: int, place: Place, by: Any, now: datetime.datetime
) -> Change:
    """Mark the live words, which are those of `publication_id`, as checked.

    Raises NotAReviewer or NotThisUnion, ValidationError where the document or the place in it is
    missing, NotLive, NewerWords or AlreadyChecked; then nothing has changed.
    """
    publishing.check_reviewer(by=by)
    place = _whole(place)
    with transaction.atomic():
        clause = _locked(clause_id)
        publishing.check_union(record=clause, by=by)
        live = Publication.objects.of(record=clause).live().first()
        if live is None:
            raise NotLive(_("This clause is not live, so there are no words to mark."))
        if live.pk != publication_id:
            raise NewerWords(
                _("Other words went live after these were shown to you. Compare those.")
            )
        if clause.is_checked:
            raise AlreadyChecked(
                _("This clause is marked already: by %(who)s, with %(document)s.")
                % {"who": clause.checked_by, "document": clause.checked_document}
            )
        words = dataclasses.asdict(place)
        ClauseCheck.objects.create(clause=clause, publication=live, by=by, at=now, **words)
        Clause.objects.filter(pk=clause.pk).update(
            checked_by=by,
            checked_at=now,
            **{f"checked_{name}": value for name, value in words.items()},
        )
        return Change.objects.record(
            kind="clause.checked",
            record_kind=clause.record_kind,
            record_id=clause.pk,
            slug=clause.slug,
            by=by,
            at=now,
            publication_id=live.pk,
        )


def take_back(*, check_id: int, by: Any, now: datetime.datetime, reason: str) -> Change:
    """Take a mark back, whoever set it. Raises as mark() does, and NotChecked."""
    publishing.check_reviewer(by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the mark does not hold.")})
    with transaction.atomic():
        check = ClauseCheck.objects.filter(pk=check_id).first()
        if check is None:
            raise NotChecked(_("There is no such mark."))
        clause = _locked(check.clause_id)
        publishing.check_union(record=clause, by=by)
        check.refresh_from_db()
        if check.cleared_at is not None:
            raise NotChecked(_("This mark is gone already."))
        check.cleared = ClauseCheck.Cleared.TAKEN_BACK
        check.cleared_at = max(now, check.at)
        check.cleared_by, check.cleared_reason = by, reason.strip()
        check.save(update_fields=["cleared", "cleared_at", "cleared_by", "cleared_reason"])
        clearing.take_mark(clause)
        return Change.objects.record(
            kind="clause.check_cleared",
            record_kind=clause.record_kind,
            record_id=clause.pk,
            slug=clause.slug,
            by=by,
            at=now,
            publication_id=check.publication_id,
            note=reason.strip(),
        )


def _locked(clause_id: int) -> Clause:
    holding.hold()
    clauses = Clause.objects.select_for_update(of=("self",)).select_related("checked_by")
    clause: Clause = clauses.get(pk=clause_id)
    return clause


def _whole(place: Place) -> Place:
    """Return the place without blanks around. Raises ValidationError for half of one."""
    found = Place(
        document=place.document.strip(), page=place.page.strip(), section=place.section.strip()
    )
    if not found.document:
        raise ValidationError({"document": _("Name the document that you compared it with.")})
    if not found.page and not found.section:
        raise ValidationError({"page": _("Name the page or the section where it stands.")})
    return found

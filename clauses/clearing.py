"""Takes the mark of a check away when other words than those compared go live."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from clauses import substance
from clauses.models.change import Change
from clauses.models.publication import Publication

Readable = Callable[[dict[str, Any]], dict[str, Any]]

WITHOUT_MARK: Mapping[str, Any] = {
    "checked_document": "",
    "checked_page": "",
    "checked_section": "",
    "checked_by": None,
    "checked_at": None,
}


def after_publication(
    *,
    record: Any,
    publication: Publication,
    readable: Readable,
    by: Any,
    at: datetime.datetime,
) -> Change | None:
    """Clear the mark of `record` if `publication` says something else than was compared.

    The caller holds the row of the record. Records that are never checked have no mark.
    """
    if getattr(record, "checked_at", None) is None:
        return None
    check = record.checks.select_related("publication__revision").get(cleared_at__isnull=True)
    compared = substance.of_text(content=readable(check.publication.revision.content))
    live = substance.of_text(content=readable(publication.revision.content))
    changed = substance.differing(before=compared, after=live)
    if not changed:
        return None
    check.cleared = check.Cleared.WORDS_CHANGED
    check.cleared_at = max(at, check.at)  # clocks of two machines differ
    check.cleared_by, check.cleared_publication = by, publication
    check.save(update_fields=["cleared", "cleared_at", "cleared_by", "cleared_publication"])
    take_mark(record)
    return Change.objects.record(
        kind="clause.check_cleared",
        record_kind=record.record_kind,
        record_id=record.pk,
        slug=record.slug,
        by=by,
        at=at,
        system_actor=publication.system_actor,
        changed_fields=changed,
        publication_id=publication.pk,
    )


def take_mark(record: Any) -> None:
    """Empty the columns of the mark, on the row and on `record`."""
    type(record).objects.filter(pk=record.pk).update(**WITHOUT_MARK)
    for name, value in WITHOUT_MARK.items():
        setattr(record, name, value)

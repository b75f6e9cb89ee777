"""What was published of a record, from when to when, as far as a reader may know it."""

import datetime
from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTextTransform

from clauses import visibility
from clauses.models import Publication

Rows = models.QuerySet[Any, Any]


def visible(*, record: Any, viewer: visibility.Viewer | None) -> models.QuerySet[Publication]:
    """Return the publications of a record that a reader could see while they were live.

    The caller shows them only for a record that the reader may see today.
    """
    return (
        Publication.objects.filter(record_kind=record.record_kind, record_id=record.pk)
        .annotate(level=KeyTextTransform("visibility", "revision__content"))
        .filter(level__in=visibility.levels_for(viewer))
        .exclude(live_until=models.F("live_from"))  # put right in the same moment
    )


def with_words(found: models.QuerySet[Publication]) -> Rows:
    """Read each with its words and those of the visible one before it, in one query."""
    earlier = found.filter(live_from__lt=models.OuterRef("live_from")).order_by("-live_from")
    return found.annotate(
        words=models.F("revision__content"),
        words_before=models.Subquery(earlier.values("revision__content")[:1]),
    ).values("id", "live_from", "live_until", "system_actor", "words", "words_before")


def first(*, record: Any, viewer: visibility.Viewer | None) -> datetime.datetime | None:
    """Return when a reader could first see the record; None if that is not on record."""
    found: datetime.datetime | None = (
        visible(record=record, viewer=viewer)
        .order_by("live_from")
        .values_list("live_from", flat=True)
        .first()
    )
    return found

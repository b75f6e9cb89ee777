"""Service: which live records rest on sources that nobody opened for long.

Sources say when they were written, not when they were read. A record's sources count as read on
the day it was last published, by people or by the catalogue, and whenever staff say that they did.
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from clauses.models.publication import Publication
from clauses.models.record import RecordKind, model_of
from clauses.models.rereading import Rereading

STALE_AFTER = datetime.timedelta(days=183)
KINDS = (
    RecordKind.AGREEMENT,
    RecordKind.STATUTE,
    RecordKind.CLAUSE,
    RecordKind.DEPLOYMENT,
    RecordKind.PARTY,
)


class NotLive(PermissionDenied):
    """Raised for a record that is not on the public side: there is nothing to keep right."""


def stale(*, now: datetime.datetime) -> "models.QuerySet[Publication]":
    """Live publications whose sources nobody read for six months, the longest unread first.

    Each brings `last_read_at`.
    """
    readings = Rereading.objects.filter(
        record_kind=models.OuterRef("record_kind"), record_id=models.OuterRef("record_id")
    )
    last_read = models.functions.Greatest(
        "live_from", models.Subquery(readings.values("read_at")[:1])
    )
    return (
        Publication.objects.live()
        .filter(record_kind__in=KINDS, live_from__lt=now - STALE_AFTER)
        .annotate(last_read_at=last_read)
        .filter(last_read_at__lt=now - STALE_AFTER)
        .order_by("last_read_at", "pk")
    )


def reread(*, record_kind: str, record_id: int, by: Any, now: datetime.datetime) -> Rereading:
    """Note that `by` opened all sources of a live record again and nothing changed.

    Raises NotLive.
    """
    live = Publication.objects.live().filter(record_kind=record_kind, record_id=record_id)
    if record_kind not in KINDS or not live.exists():
        raise NotLive(_("This record is not live."))
    return Rereading.objects.create(
        record_kind=record_kind, record_id=record_id, read_at=now, read_by=by
    )


def sources_of(publications: list[Publication]) -> dict[int, list[Any]]:
    """The sources of each publication's record, by publication id: one query a kind."""
    place: dict[tuple[str, int], int] = {
        (each.record_kind, each.record_id): each.pk for each in publications
    }
    found: dict[int, list[Any]] = {each.pk: [] for each in publications}
    for kind in {each.record_kind for each in publications}:
        relation = next(
            relation
            for relation in model_of(kind)._meta.related_objects
            if relation.get_accessor_name() == "sources"
        )
        column = relation.field.attname
        ids = [record_id for each, record_id in place if each == kind]
        rows = relation.related_model._default_manager.filter(**{f"{column}__in": ids})
        for source in rows.order_by("sort_order", "pk"):
            found[place[kind, getattr(source, column)]].append(source)
    return found

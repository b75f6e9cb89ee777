"""Remarks on drafts that went back: written by the reviewer, settled by whoever mends the draft.

They are for the desk alone and never reach a reader, a Change or an alert.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from clauses.models.publication import Publication
from clauses.models.remark import Remark

WHOLE = ""
"""The name under which the draft as a whole is remarked on."""


class AlreadySettled(PermissionDenied):
    """Raised when a remark was settled before; the sentence says by whom."""


def write(
    *,
    task_state: Any,
    record: Any,
    revision: Any,
    texts: Mapping[str, str],
    by: Any,
    now: datetime.datetime,
) -> None:
    """Keep the remarks of one review, field name to words; empty ones are none.

    Called in the transaction that returns the draft, by clauses/reviewing.py alone.
    """
    Remark.objects.bulk_create(
        Remark(
            task_state=task_state,
            record_kind=record.record_kind,
            record_id=record.pk,
            revision=revision,
            field=field,
            text=text.strip(),
            by=by,
            at=now,
        )
        for field, text in texts.items()
        if text.strip()
    )


def of_record(record: Any) -> QuerySet[Remark]:
    """Remarks on drafts of `record` since it was last published, the oldest first."""
    found = Remark.objects.filter(record_kind=record.record_kind, record_id=record.pk)
    published = Publication.objects.filter(
        record_kind=record.record_kind, record_id=record.pk
    ).aggregate(last=Max("revision_id"))["last"]
    return found.filter(revision_id__gt=published or 0).select_related("by", "settled_by")


def open_of(record: Any) -> list[Remark]:
    """List what nobody settled yet, the newest review last."""
    return list(of_record(record).filter(settled_at__isnull=True))


def before(*, record: Any, task_state: Any) -> list[Remark]:
    """List what earlier reviews remarked, settled or not."""
    return list(of_record(record).filter(task_state_id__lt=task_state.pk))


def of_reviews(task_state_ids: Iterable[int]) -> dict[int, list[Remark]]:
    """Read the remarks on fields of several reviews at once, by the review."""
    found: dict[int, list[Remark]] = {}
    remarks = Remark.objects.filter(task_state_id__in=list(task_state_ids)).exclude(field=WHOLE)
    for remark in remarks.select_related("by", "settled_by"):
        found.setdefault(remark.task_state_id, []).append(remark)
    return found


def settle(*, remark: Remark, by: Any, now: datetime.datetime) -> None:
    """Say that `remark` was dealt with. Raises AlreadySettled."""
    waiting = Remark.objects.filter(pk=remark.pk, settled_at__isnull=True)
    if waiting.update(settled_at=now, settled_by=by) != 1:
        first = Remark.objects.select_related("settled_by").get(pk=remark.pk)
        raise AlreadySettled(_("%(name)s settled this remark before.") % {"name": first.settled_by})

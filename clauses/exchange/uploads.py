"""Uploaded files between preview and confirmation: for whoever uploaded them, for an hour, once."""

import dataclasses
import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from clauses.exchange import applying, files, plans
from clauses.loading import reading
from clauses.models import ClauseUpload

LIFETIME = datetime.timedelta(hours=1)


class NotThere(PermissionDenied):
    """Raised when an upload is nobody's, somebody else's, or older than an hour."""


class AlreadyApplied(PermissionDenied):
    """Raised when an upload was confirmed before; it is not applied a second time."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Preview:
    """An upload and what it would do."""

    upload: ClauseUpload
    plan: plans.Plan


def keep(
    *, content: bytes, file_name: str, kind: str, by: Any, now: datetime.datetime
) -> ClauseUpload:
    """Keep a file that can be read and would do something sensible; forget those that are old.

    Raises CatalogueRefused with every fault, and then nothing is kept.
    """
    forget_old(now=now)
    plans.make(document=files.read(content=content, file=file_name, kind=kind), by=by)
    return ClauseUpload.objects.create(
        uploaded_by=by, uploaded_at=now, file_name=file_name, format=kind, content=content
    )


def find(*, upload_id: Any, by: Any, now: datetime.datetime) -> ClauseUpload:
    """Return an upload of `by`. Raises NotThere."""
    found = ClauseUpload.objects.filter(
        pk=upload_id, uploaded_by=by, uploaded_at__gt=now - LIFETIME
    ).first()
    if found is None:
        raise NotThere("This preview is over an hour old, or not yours. Upload the file again.")
    return found


def preview(*, upload: ClauseUpload, by: Any) -> Preview:
    """Say what an upload would do now. Raises CatalogueRefused, or AlreadyApplied."""
    if upload.applied_at is not None:
        raise AlreadyApplied("This file was imported already; nothing is imported twice.")
    return Preview(upload=upload, plan=plans.make(document=_document(upload), by=by))


def confirm(
    *, upload: ClauseUpload, expected: str, by: Any, now: datetime.datetime, is_submitted: bool
) -> applying.Outcome:
    """Write what the preview showed, once, and let the file go.

    Raises AlreadyApplied, CatalogueRefused or PlanChanged; then nothing was written.
    """
    document = _document(upload)
    with transaction.atomic():
        waiting = ClauseUpload.objects.filter(pk=upload.pk, applied_at__isnull=True)
        if waiting.update(applied_at=now, content=b"") != 1:
            raise AlreadyApplied("This file was imported already; nothing is imported twice.")
        outcome = applying.apply(
            document=document, expected=expected, by=by, is_submitted=is_submitted
        )
        ClauseUpload.objects.filter(pk=upload.pk).update(
            created_count=outcome.created, changed_count=outcome.changed
        )
        return outcome


def forget_old(*, now: datetime.datetime) -> int:
    """Delete what was uploaded over an hour ago and never confirmed; return how many."""
    count, _by_model = ClauseUpload.objects.filter(
        applied_at__isnull=True, uploaded_at__lte=now - LIFETIME
    ).delete()
    return count


def _document(upload: ClauseUpload) -> reading.Document:
    if upload.applied_at is not None:
        raise AlreadyApplied("This file was imported already; nothing is imported twice.")
    return files.read(content=upload.raw, file=upload.file_name, kind=upload.format)

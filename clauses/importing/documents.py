"""Service: uploaded documents, claimed under a lease, read page by page, refused or finished.

Whoever lost the lease writes nothing. Nothing here publishes anything.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from clauses.importing import storing
from clauses.importing.reading import finding, pages
from clauses.importing.reading.refusals import Reason
from clauses.models import (
    Agreement,
    DocumentPage,
    DocumentPassage,
    DocumentSection,
    ImportedDocument,
)

LEASE = datetime.timedelta(seconds=90)
MOST_ATTEMPTS = 3
"""Attempts in a row without one more page; then the file is at fault."""

LOCK = 5_104_377_201
FEWEST_WITH_TEXT = 0.1
MOST_UNREADABLE = 0.1


class AlreadyImported(ValueError):
    """The same file is here already; `document` is it."""

    def __init__(self, document: ImportedDocument) -> None:
        super().__init__(
            _("This file was uploaded before, as “%(title)s”.") % {"title": document.title}
        )
        self.document = document


class StillCited(ValueError):
    """A document that clauses cite keeps its text."""


class LeaseLost(RuntimeError):
    """Raised where another worker took over, so that this one stops."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Upload:
    """What staff say of a file."""

    title: str
    file_name: str
    agreement: Agreement | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    """A document that this worker alone reads as long as it keeps the lease."""

    document: ImportedDocument
    token: uuid.UUID


def receive(
    *, upload: Upload, incoming: storing.Incoming, by: Any, now: datetime.datetime
) -> ImportedDocument:
    """Keep an uploaded file and let it wait to be read. Raises AlreadyImported, keeping nothing."""
    known = _same(incoming.sha256)
    if known is not None:
        raise AlreadyImported(known)
    incoming.keep()
    try:
        with transaction.atomic():
            return ImportedDocument.objects.create(
                title=upload.title,
                agreement=upload.agreement,
                file_name=upload.file_name,
                stored_name=incoming.name,
                kind=incoming.kind,
                sha256=incoming.sha256,
                byte_count=incoming.size,
                uploaded_by=by,
                uploaded_at=now,
                due_at=now,
            )
    except IntegrityError:
        known = _same(incoming.sha256)
        if known is None:
            raise
        raise AlreadyImported(known) from None


def claim(*, now: datetime.datetime) -> Claim | None:
    """Lease the next document; None if none waits, or one is read now: one at a time is enough."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        rows = ImportedDocument.objects.select_for_update()
        if rows.filter(state=ImportedDocument.State.READING, lease_expires_at__gt=now).exists():
            return None
        open_states = (ImportedDocument.State.WAITING, ImportedDocument.State.READING)
        for document in rows.filter(state__in=open_states).order_by("due_at", "pk"):
            if document.attempts_count >= MOST_ATTEMPTS:
                _refuse(document, reason=Reason.GAVE_UP)
                continue
            token = uuid.uuid4()
            document.state = ImportedDocument.State.READING
            document.lease_token, document.lease_expires_at = token, now + LEASE
            document.attempts_count += 1
            document.save(
                update_fields=["state", "lease_token", "lease_expires_at", "attempts_count"]
            )
            return Claim(document=document, token=token)
    return None


def extend(*, held: Claim, now: datetime.datetime, **changes: Any) -> None:
    """Keep the lease, and write down how far the reading is. Raises LeaseLost."""
    if _held(held).update(lease_expires_at=now + LEASE, **changes) != 1:
        raise LeaseLost


def keep_pages(
    *, held: Claim, read: Sequence[tuple[pages.Page, bool]], now: datetime.datetime
) -> None:
    """Keep pages, each with whether it carries text; the same one twice is kept once.

    Raises LeaseLost.
    """
    with transaction.atomic():
        extend(
            held=held,
            now=now,
            pages_done_count=read[-1][0].number,
            attempts_count=1,
        )
        start = _length_before(held.document.pk, read[0][0].number)
        rows = []
        for page, has_text in read:
            rows.append(
                DocumentPage(
                    document=held.document,
                    number=page.number,
                    start=start,
                    text=page.text,
                    is_unreadable=page.is_unreadable,
                    has_text=has_text,
                )
            )
            start += len(page.text)
        DocumentPage.objects.bulk_create(rows, ignore_conflicts=True)


def complete_pages(*, held: Claim, now: datetime.datetime) -> Reason | None:
    """All pages are here; return why the document is refused all the same, if it is."""
    counted = DocumentPage.objects.filter(document=held.document).aggregate(
        all=models.Count("pk"),
        with_text=models.Count("pk", filter=models.Q(has_text=True)),
        letters=models.Sum(models.functions.Length("text")),
        unreadable=models.Count("pk", filter=models.Q(is_unreadable=True)),
    )
    if counted["unreadable"] > counted["all"] * MOST_UNREADABLE:
        return Reason.DAMAGED
    if counted["with_text"] < max(1, counted["all"] * FEWEST_WITH_TEXT):
        return Reason.NO_TEXT
    extend(held=held, now=now, has_all_pages=True, page_count=counted["all"])
    return None


def finish(*, held: Claim, found: finding.Found, now: datetime.datetime) -> None:
    """Keep sections and passages in place of any earlier ones. Raises LeaseLost."""
    document = held.document
    with transaction.atomic():
        if (
            _held(held).update(
                state=ImportedDocument.State.READ,
                lease_token=None,
                lease_expires_at=None,
                read_at=now,
                passage_count=len(found.passages),
            )
            != 1
        ):
            raise LeaseLost
        DocumentSection.objects.filter(document=document).delete()
        DocumentPassage.objects.filter(document=document).delete()
        DocumentSection.objects.bulk_create(
            [
                DocumentSection(document=document, **dataclasses.asdict(section))
                for section in found.sections
            ],
            batch_size=1_000,
            ignore_conflicts=True,
        )
        DocumentPassage.objects.bulk_create(
            [
                DocumentPassage(
                    document=document,
                    rank=rank,
                    **{**dataclasses.asdict(passage), "words": list(passage.words)},
                )
                for rank, passage in enumerate(found.passages, 1)
            ],
            batch_size=1_000,
        )


def give_back(*, held: Claim, now: datetime.datetime) -> None:
    """Let it wait for its next turn, behind the others. Nothing happens if the lease is lost."""
    _held(held).update(
        state=ImportedDocument.State.WAITING, lease_token=None, lease_expires_at=None, due_at=now
    )


def refuse(*, held: Claim, reason: Reason) -> None:
    """Refuse it: its text goes with the transaction, its file right after. Raises LeaseLost."""
    with transaction.atomic():
        document = (
            ImportedDocument.objects.select_for_update()
            .filter(pk=held.document.pk, lease_token=held.token)
            .first()
        )
        if document is None:
            raise LeaseLost
        _refuse(document, reason=reason)
    storing.remove(held.document.stored_name)


def remove(*, document_id: int, by: Any, now: datetime.datetime) -> None:
    """Remove file, text and passages at staff's wish. Raises StillCited."""
    with transaction.atomic():
        document = ImportedDocument.objects.select_for_update().get(pk=document_id)
        if document.citations.exists():
            raise StillCited(_("Clauses were drafted from this document; it stays."))
        if document.state == ImportedDocument.State.REMOVED:
            return
        _forget_text(document)
        document.state, document.refusal = ImportedDocument.State.REMOVED, ""
        document.lease_token = document.lease_expires_at = None
        document.removed_by, document.removed_at = by, now
        document.save()
    storing.remove(document.stored_name)


def _same(sha256: str) -> ImportedDocument | None:
    return ImportedDocument.objects.filter(sha256=sha256, state__in=ImportedDocument.HELD).first()


def _held(held: Claim) -> "models.QuerySet[ImportedDocument]":
    return ImportedDocument.objects.filter(
        pk=held.document.pk, lease_token=held.token, state=ImportedDocument.State.READING
    )


def _length_before(document_id: int, number: int) -> int:
    before = DocumentPage.objects.filter(document_id=document_id, number=number - 1).first()
    return before.start + len(before.text) if before else 0


def _refuse(document: ImportedDocument, *, reason: Reason) -> None:
    _forget_text(document)
    document.state, document.refusal = ImportedDocument.State.REFUSED, reason.value
    document.lease_token = document.lease_expires_at = None
    document.save()


def _forget_text(document: ImportedDocument) -> None:
    for model in (DocumentPassage, DocumentSection, DocumentPage):
        model._default_manager.filter(document=document).delete()

"""The worker's part: one document, some of its pages, then another tick goes on from there."""

import contextlib
import dataclasses
import datetime
import json
import logging
import tempfile
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from clauses.importing import child, documents, storing
from clauses.importing.reading import finding, pages
from clauses.importing.reading.refusals import Reason, Refused
from clauses.models import DocumentPage, ImportedDocument

logger = logging.getLogger(__name__)

TURN = 120.0
"""Seconds that one document is read at a time; then it is another's turn."""

GRACE = 75.0
FINDING = 300.0
BATCH = 20
"""Pages that are kept at once, unless SOONEST passes first."""

SOONEST = 2.0


class _Clock:
    """The moment a pass was started plus what has gone by: only entrances read the clock."""

    def __init__(self, now: datetime.datetime) -> None:
        self._now = now
        self._began = time.monotonic()

    def __call__(self) -> datetime.datetime:
        return self._now + datetime.timedelta(seconds=time.monotonic() - self._began)


def work(*, now: datetime.datetime, turn: float = TURN) -> bool:
    """Read one document for a turn; False if there was nothing to do. Safe beside itself."""
    storing.sweep()
    clock = _Clock(now)
    held = documents.claim(now=now)
    if held is None:
        return False
    try:
        _read_and_find(held, clock=clock, turn=turn)
    except Refused as refused:
        with contextlib.suppress(documents.LeaseLost):
            documents.refuse(held=held, reason=refused.reason)
    except documents.LeaseLost:
        logger.warning("Document %s is read by another worker", held.document.pk)
    except child.Died as died:
        logger.warning("Document %s: %s", held.document.pk, died)
        documents.give_back(held=held, now=clock())
    return True


def work_through(*, now: datetime.datetime) -> int:
    """Read until nothing waits; return how many turns were taken."""
    clock, turns = _Clock(now), 0
    while work(now=clock()):
        turns += 1
    return turns


def _read_and_find(held: documents.Claim, *, clock: _Clock, turn: float) -> None:
    if not held.document.has_all_pages:
        if not _read(held, clock=clock, turn=turn):
            documents.give_back(held=held, now=clock())
            return
        reason = documents.complete_pages(held=held, now=clock())
        if reason is not None:
            raise Refused(reason)
    _find(held, clock=clock)


def _read(held: documents.Claim, *, clock: _Clock, turn: float) -> bool:
    """Read on from the first page that is not kept; True when the last one is."""
    first = held.document.pages_done_count + 1
    waiting: list[tuple[pages.Page, bool]] = []
    kept_at = time.monotonic()
    with _opened(held.document) as file:
        told = child.lines(["read", str(first), str(turn)], given=file, seconds=turn + GRACE)
        with contextlib.closing(told):
            for line in told:
                if line is None:
                    documents.extend(held=held, now=clock())
                elif "kind" in line:
                    _begin(held, line, clock=clock)
                elif "number" in line:
                    has_text = line.pop("has_text")
                    waiting.append((pages.Page(**line), has_text))
                is_due = time.monotonic() - kept_at > SOONEST or len(waiting) >= BATCH
                if waiting and (is_due or line is None or "number" not in line):
                    documents.keep_pages(held=held, read=waiting, now=clock())
                    waiting, kept_at = [], time.monotonic()
                if line is not None and "done" in line:
                    return True
    return False


def _begin(held: documents.Claim, line: dict[str, Any], *, clock: _Clock) -> None:
    if line["kind"] != held.document.kind:
        raise Refused(Reason.NEITHER)
    documents.extend(held=held, now=clock(), page_count=line["count"], has_pages=line["has_pages"])


def _find(held: documents.Claim, *, clock: _Clock) -> None:
    unit = "paragraphs" if held.document.kind == ImportedDocument.Kind.DOCX else "pages"
    sections, passages = [], []
    with _text(held.document) as text:
        told = child.lines(["find", unit], given=text, seconds=FINDING)
        with contextlib.closing(told):
            for line in told:
                if line is None:
                    documents.extend(held=held, now=clock())
                elif "section" in line:
                    sections.append(finding.Section(**line["section"]))
                elif "passage" in line:
                    passages.append(finding.Passage(**line["passage"]))
    found = finding.Found(sections=tuple(sections), passages=tuple(passages))
    documents.finish(held=held, found=found, now=clock())


@contextlib.contextmanager
def _opened(document: ImportedDocument) -> Iterator[BinaryIO]:
    try:
        file = storing.place_of(document.stored_name).open("rb")
    except FileNotFoundError:
        raise Refused(Reason.LOST) from None
    with file:
        yield file


@contextlib.contextmanager
def _text(document: ImportedDocument) -> Iterator[BinaryIO]:
    """The pages as lines, in a file without a name, so that nothing of it can be left behind."""
    with tempfile.TemporaryFile(dir=storing.folder()) as file:
        for row in DocumentPage.objects.filter(document=document).order_by("number").iterator(100):
            page = pages.Page(number=row.number, text=row.text, is_unreadable=row.is_unreadable)
            file.write(json.dumps(dataclasses.asdict(page)).encode() + b"\n")
        file.seek(0)
        yield file

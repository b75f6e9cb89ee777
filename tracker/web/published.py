"""What we published of a record, and when: its publications as a part of its page."""

import dataclasses
import datetime
import urllib.parse
from typing import Any

from clauses import moments, past, publications, revised, visibility, vocabulary
from tracker.web import days

MOST = 20
"""More than that are in the interface for partners."""
BY_CATALOGUE = "catalogue"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """One publication: from when to when, what it changed, where to read it as it was."""

    live_from: datetime.datetime
    live_until: datetime.datetime | None
    address: str
    is_reviewed: bool
    is_first: bool
    is_shown: bool
    changes: list[revised.Change]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Published:
    """The newest publications; `has_more`: there are older ones."""

    rows: list[Row]
    has_more: bool


def of_record(
    *,
    record: Any,
    viewer: visibility.Viewer | None,
    words: vocabulary.Vocabulary,
    day: days.PageDay,
) -> Published:
    """Return the publications that the reader may know of, newest first; at most three queries."""
    with past.left():
        found = publications.with_words(
            publications.visible(record=record, viewer=viewer)
        ).order_by("-live_from")
        rows = list(found[: MOST + 1])
        names = revised.names(
            contents=[
                content
                for row in rows[:MOST]
                if row["words_before"] is not None
                for content in (row["words"], row["words_before"])
            ],
            words=words,
            viewer=viewer,
        )
    return Published(
        rows=[_row(row, record=record, names=names, day=day) for row in rows[:MOST]],
        has_more=len(rows) > MOST,
    )


def _row(row: dict[str, Any], *, record: Any, names: revised.Names, day: days.PageDay) -> Row:
    first, until = row["live_from"], row["live_until"]
    query = urllib.parse.urlencode({"known_at": moments.written(first)})
    at = day.known.at if day.known else None
    before = row["words_before"]
    return Row(
        live_from=first,
        live_until=until,
        address=f"{record.get_absolute_url()}?{query}",
        is_reviewed=row["system_actor"] != BY_CATALOGUE,
        is_first=before is None,
        is_shown=(until is None if at is None else first <= at and (until is None or at < until)),
        changes=[]
        if before is None
        else revised.between(
            kind=str(record.record_kind), before=before, after=row["words"], names=names
        ),
    )

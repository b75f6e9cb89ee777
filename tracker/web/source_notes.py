"""Sources as numbered notes in the margin: what kind of page, its title, where it is."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from clauses import evidence, vocabulary
from tracker.web import wording


@dataclasses.dataclass(frozen=True, kw_only=True)
class SourceNote:
    """One note. `address` is empty where no link may be given; `is_unread`: known, not opened."""

    number: int
    tier: str
    title: str
    publisher: str
    address: str
    date_text: str
    machine_date: str
    is_unread: bool


def notes(
    *, sources: Iterable[Any], words: vocabulary.Vocabulary, first: int = 1
) -> list[SourceNote]:
    """Number the sources that may be shown, in their order."""
    return [
        SourceNote(
            number=number,
            tier=words.label("evidence-levels", source.tier),
            title=source.title,
            publisher=source.publisher,
            address=source.url if evidence.is_linked(source) else "",
            date_text=partial_date(text=source.date_text),
            machine_date=source.date_text,
            is_unread=source.was_seen is False,
        )
        for number, source in enumerate(sources, start=first)
    ]


def partial_date(*, text: str) -> str:
    """Write YYYY, YYYY-MM or YYYY-MM-DD as a reader does; what is no such date stays as it is."""
    parts = text.split("-")
    precision = {1: "year", 2: "month", 3: "day"}.get(len(parts), "")
    padded = "-".join([*parts, "01", "01"][:3])
    try:
        day = datetime.date.fromisoformat(padded)
    except ValueError:
        return text
    return wording.short_date(day=day, precision=precision) if precision else text

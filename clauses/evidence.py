"""Which sources a reader may be sent to, and how a record that rests on weaker ones is worded."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

RETELLINGS = frozenset({"mirror", "digest", "founding-document", "general-knowledge", "partial"})
"""Tiers that copy or quote what nobody opened: they stay with the record, for staff."""

UNEDITED = RETELLINGS | {"aggregator-or-blog"}
"""Tiers that must never look like an agreement or a law."""

FIRM_GRADES = frozenset("ABC")
"""Grades that may stand as a fact although no reviewer compared the words with the text."""


class Source(Protocol):
    """What the rules need of a source; `was_seen` is False for a page known and not opened."""

    tier: str
    was_seen: bool | None
    url: str


AnySource = TypeVar("AnySource", bound=Source)


def shown_for_text(*, sources: Iterable[AnySource], is_staff: bool) -> list[AnySource]:
    """Keep the sources of a clause, agreement or statute that this reader may see."""
    return [source for source in sources if is_staff or source.tier not in UNEDITED]


def shown_for_event(*, sources: Iterable[AnySource], is_staff: bool) -> list[AnySource]:
    """Keep the sources of a deployment or company that this reader may see."""
    return [source for source in sources if is_staff or source.tier not in RETELLINGS]


def is_linked(source: Source) -> bool:
    """Tell whether a source is given with a link: it has an address and somebody opened it."""
    return bool(source.url) and source.was_seen is not False


def is_second_hand(*, sources: Iterable[Source]) -> bool:
    """Tell whether a text is known only from retellings and pages nobody opened."""
    return not any(
        source.tier not in UNEDITED and source.was_seen is not False for source in sources
    )


def is_unread(*, sources: Iterable[Source], is_checked: bool) -> bool:
    """Tell whether nobody here saw the text: known second-hand, and not compared with it since."""
    return not is_checked and is_second_hand(sources=sources)


def is_weak(*, grade: str, is_checked: bool) -> bool:
    """Tell whether a clause may only be named as one that may also apply, not yet checked."""
    return not is_checked and grade not in FIRM_GRADES

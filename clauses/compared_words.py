"""Which words of one text became which of another, in runs that a person can read aloud."""

import dataclasses
import difflib
import enum
import re
from collections.abc import Iterator, Sequence

SHORTEST_ISLAND = 3
"""Fewer kept words than this between two changes are read as part of the change."""

LEAST_IN_COMMON = 0.25
"""Below this share of common words a marked text is harder to read than the two side by side."""


class Kind(enum.StrEnum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    """Words in a row with the same fate."""

    kind: Kind
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """Two texts compared. `is_readable` tells whether the runs say more than the two texts."""

    before: str
    after: str
    runs: tuple[Run, ...]
    is_readable: bool

    @property
    def is_same(self) -> bool:
        """Whether not one word differs."""
        return all(run.kind is Kind.SAME for run in self.runs)


def between(*, before: str, after: str) -> Difference:
    """Compare two texts word by word. Joined, what is not added is `before`, and so on."""
    old, new = _words(before), _words(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    found: list[Run] = []
    for kind, first, last in _merged(matcher.get_opcodes(), old, new):
        text = " ".join(first if kind is not Kind.ADDED else last)
        if text:
            found.append(Run(kind=kind, text=text))
    return Difference(
        before=before,
        after=after,
        runs=tuple(found),
        is_readable=matcher.ratio() >= LEAST_IN_COMMON,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def _merged(
    codes: Sequence[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[tuple[Kind, list[str], list[str]]]:
    """Runs in order: kept words, or what was taken out followed by what was put in."""
    out: list[str] = []
    put: list[str] = []
    for place, (code, a1, a2, b1, b2) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        if code == "equal" and not (inside and a2 - a1 < SHORTEST_ISLAND):
            yield Kind.REMOVED, out, []
            yield Kind.ADDED, [], put
            out, put = [], []
            yield Kind.SAME, old[a1:a2], new[b1:b2]
        else:
            out = [*out, *old[a1:a2]]
            put = [*put, *new[b1:b2]]
    yield Kind.REMOVED, out, []
    yield Kind.ADDED, [], put

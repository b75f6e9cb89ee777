"""What differs between two texts or two lists, in parts that a person can read aloud."""

import dataclasses
import difflib
import enum
import re
from collections.abc import Iterator, Sequence

MOST_WORDS = 6000
"""Longer texts are shown one after the other: comparing them word by word takes too long."""

SHORTEST_ISLAND = 3
"""Fewer kept words than this between two changes are read as part of the change."""

LEAST_IN_COMMON = 0.25
"""Below this share of common words marked texts are harder to read than the two side by side."""

_WORDS = re.compile(r"\s+|[^\s]+")


class Kind(enum.StrEnum):
    """What became of a part."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """A run of words, or one value of a list."""

    kind: Kind
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """Two texts compared."""

    before: str
    after: str
    parts: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        """Whether not one word differs, whatever the blanks."""
        return self.before.split() == self.after.split()

    @property
    def is_readable(self) -> bool:
        """Whether the marked parts say more than the two texts side by side."""
        kept = sum(len(part.text.split()) for part in self.parts if part.kind is Kind.SAME)
        return self.is_same or 2 * kept >= LEAST_IN_COMMON * len(
            [*self.before.split(), *self.after.split()]
        )


def between(*, before: str, after: str) -> Difference:
    """Compare two texts, such as the summaries of a clause and of its successor."""
    return Difference(before=before, after=after, parts=of_texts(before=before, after=after))


def of_texts(*, before: str, after: str) -> tuple[Part, ...]:
    """Compare word by word. Joined, what is not added is `before`, what is not removed `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return tuple(_whole(before, after))
    found: list[Part] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Part(kind=Kind.SAME, text="".join(old[old_from:old_to])))
        else:
            found.extend(_whole("".join(old[old_from:old_to]), "".join(new[new_from:new_to])))
    return tuple(_joined(found))


def of_lists(*, before: Sequence[str], after: Sequence[str]) -> tuple[Part, ...]:
    """Compare values: what was taken out, then what is there, in its order."""
    return (
        *(Part(kind=Kind.REMOVED, text=value) for value in before if value not in after),
        *(Part(kind=Kind.SAME if value in before else Kind.ADDED, text=value) for value in after),
    )


def _whole(before: str, after: str) -> list[Part]:
    parts = (Part(kind=Kind.REMOVED, text=before), Part(kind=Kind.ADDED, text=after))
    return [part for part in parts if part.text]


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Put changes with hardly a kept word between them into one."""
    removed, added = "", ""
    for place, part in enumerate(parts):
        is_island = (
            part.kind is Kind.SAME
            and 0 < place < len(parts) - 1
            and len(part.text.split()) < SHORTEST_ISLAND
        )
        if part.kind is Kind.REMOVED or is_island:
            removed += part.text
        if part.kind is Kind.ADDED or is_island:
            added += part.text
        if part.kind is Kind.SAME and not is_island:
            yield from _whole(removed, added)
            removed, added = "", ""
            yield part
    yield from _whole(removed, added)

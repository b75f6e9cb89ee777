"""What differs between two texts or two lists, in readable parts: the same, taken out, put in."""

import dataclasses
import difflib
import enum
import re
from collections.abc import Iterator, Sequence

MOST_WORDS = 6000
"""Longer texts are shown one after the other: comparing them word by word takes too long."""
_WORDS = re.compile(r"\s+|[^\s]+")


class Kind(enum.StrEnum):
    """What became of a part."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """A run of words, or one value of a list."""

    kind: Kind
    text: str


def of_texts(*, before: str, after: str) -> list[Part]:
    """Compare word by word; white space goes with the words before it."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before, after)
    found: list[Part] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Part(kind=Kind.SAME, text="".join(old[old_from:old_to])))
        else:
            found.extend(_whole("".join(old[old_from:old_to]), "".join(new[new_from:new_to])))
    return list(_joined(found))


def of_lists(*, before: Sequence[str], after: Sequence[str]) -> list[Part]:
    """Compare values: what was taken out, then what is there, in its order."""
    found = [Part(kind=Kind.OUT, text=value) for value in before if value not in after]
    found.extend(
        Part(kind=Kind.SAME if value in before else Kind.IN, text=value) for value in after
    )
    return found


def _whole(before: str, after: str) -> list[Part]:
    parts = (Part(kind=Kind.OUT, text=before), Part(kind=Kind.IN, text=after))
    return [part for part in parts if part.text]


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Put words that were changed around a single space into one change."""
    out, into = "", ""
    for place, part in enumerate(parts):
        between = part.kind is Kind.SAME and not part.text.strip() and 0 < place < len(parts) - 1
        if part.kind is Kind.OUT or between:
            out += part.text
        if part.kind is Kind.IN or between:
            into += part.text
        if part.kind is Kind.SAME and not between:
            yield from _whole(out, into)
            out, into = "", ""
            yield part
    yield from _whole(out, into)

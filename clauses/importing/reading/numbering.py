"""The numbers that Word writes before paragraphs of a list; they stand nowhere in the text."""

import dataclasses
import re
from collections.abc import Iterator

from clauses.importing.reading import markup

DEEPEST_LEVEL = 8
HIGHEST = 10_000
MOST_LISTS = 20_000
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclasses.dataclass
class Level:
    """How one level of a list counts and what it writes: "%1.%2" after its own numbers."""

    start: int = 1
    form: str = "decimal"
    words: str = ""


class Numbering:
    """The lists of one document, and where each of them has counted to."""

    def __init__(self) -> None:
        self._of_style: dict[str, tuple[str, int]] = {}
        self._kinds: dict[str, dict[int, Level]] = {}
        self._kind_of: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}

    def styles(self, pieces: Iterator[bytes]) -> None:
        """Read which styles of paragraph belong to a list."""
        style, level = "", 0
        for name, given in markup.elements(pieces):
            if name == "style":
                style, level = given.get("styleId", ""), 0
            elif name == "ilvl":
                level = _number(given.get("val"), 0)
            elif name == "numId" and style and len(self._of_style) < MOST_LISTS:
                self._of_style[style] = (given.get("val", ""), level)

    def lists(self, pieces: Iterator[bytes]) -> None:
        """Read the lists and how each level of them counts."""
        kind, level, list_id = "", Level(), ""
        for name, given in markup.elements(pieces):
            value = given.get("val", "")
            if len(self._kinds) > MOST_LISTS or len(self._kind_of) > MOST_LISTS:
                return
            match name:
                case "abstractNum":
                    kind, list_id = given.get("abstractNumId", ""), ""
                    self._kinds[kind] = {}
                case "lvl" if not list_id:
                    level = Level()
                    self._kinds.setdefault(kind, {})[_number(given.get("ilvl"), 0)] = level
                case "start" if not list_id:
                    level.start = _number(value, 1)
                case "numFmt" if not list_id:
                    level.form = value
                case "lvlText" if not list_id:
                    level.words = value[:60]
                case "num":
                    list_id = given.get("numId", "")
                case "abstractNumId" if list_id:
                    self._kind_of[list_id] = value

    def next(self, *, style: str, list_id: str | None, level: str | None) -> str:
        """Count one paragraph on, and return what stands before it; "" outside any list."""
        of_style = self._of_style.get(style)
        if list_id is None:
            if of_style is None:
                return ""
            list_id, depth = of_style
        else:
            depth = of_style[1] if of_style else 0
        depth = min(DEEPEST_LEVEL, _number(level, depth))
        kind = self._kind_of.get(list_id)
        levels = self._kinds.get(kind or "", {})
        if kind is None or depth not in levels:
            return ""
        counts = self._counts.setdefault(
            kind, [levels.get(each, Level()).start - 1 for each in range(DEEPEST_LEVEL + 1)]
        )
        counts[depth] = min(HIGHEST, counts[depth] + 1)
        for deeper in range(depth + 1, DEEPEST_LEVEL + 1):
            counts[deeper] = levels.get(deeper, Level()).start - 1
        return _written(levels, counts, depth)


def _written(levels: dict[int, Level], counts: list[int], depth: int) -> str:
    level = levels[depth]
    if level.form in {"bullet", "none"} or not level.words:
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at > depth:
            return ""
        of_level = levels.get(at, Level())
        return _in_form(max(counts[at], of_level.start), of_level.form)

    return re.sub(r"%([1-9])", number, level.words) + " "


def _in_form(number: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        written = ""
        for value, sign in ROMAN:
            count, number = divmod(number, value)
            written += sign * count
        return written if form == "upperRoman" else written.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26) * min(8, (number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    return str(number)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else otherwise

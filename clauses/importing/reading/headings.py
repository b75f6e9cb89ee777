"""What numbers an agreement: articles, sections, and the marks (a), (1), (i) of their items."""

import dataclasses
import re

LONGEST_HEADING = 110
NUMBER = r"(?:[IVXLC]{1,9}|\d{1,3}(?:\.\d{1,3}){0,3})(?:[-.]?[A-Z]{1,2}(?![a-z]))?"
TOP = (
    r"ARTICLE|Article|ARTÍCULO|Artículo|ARTICULO|ARTIKEL|Artikel|CHAPTER|Chapter|CHAPITRE|Chapitre"
    r"|TITRE|Titre|TITLE|CAPÍTULO|Capítulo|PART|Part"
)
APART = (
    r"SCHEDULE|Schedule|APPENDIX|Appendix|EXHIBIT|Exhibit|ANNEXE?|Annexe?|ANEXO|Anexo|ANHANG|Anhang"
    r"|ANLAGE|Anlage|SIDE ?LETTER|Side ?letter|Sideletter|MEMORANDUM|Memorandum"
)
MIDDLE = r"SECTION|Section|SEC\.|Sec\.|SECCIÓN|Sección|ABSCHNITT|Abschnitt"
AFTER = r"(?:\s*[-–—:.]\s*|\s+|$)"
PATTERNS = (
    (1, re.compile(rf"(?P<label>(?:{TOP})\s+{NUMBER}){AFTER}(?P<rest>.*)$")),
    (
        1,
        re.compile(
            rf"(?P<label>(?:{APART})(?:\s+(?:{NUMBER}|[A-Z](?:-\d+)?))?){AFTER}(?P<rest>.*)$"
        ),
    ),
    (2, re.compile(rf"(?P<label>(?:{MIDDLE})\s+{NUMBER}){AFTER}(?P<rest>.*)$")),
    (2, re.compile(rf"(?P<label>§+\s*\d[\d.]*[A-Za-z]?){AFTER}(?P<rest>.*)$")),
    (2, re.compile(r"(?P<label>\d{1,3}\.[A-Z]{1,2})[.:]?\s+(?P<rest>.*)$")),
    (2, re.compile(r"(?P<label>\d{1,3}\.\d{1,3}(?:\.\d{1,3})*)[.:]?\s+(?P<rest>[^\W\d].*)$")),
    (3, re.compile(r"(?P<label>[A-Z])\.\s+(?P<rest>[^\W\d_].*)$")),
    (3, re.compile(r"(?P<label>\d{1,3})\.\s+(?P<rest>[^\W\d_].*)$")),
)
ITEM = re.compile(r"\(?(?P<mark>[a-z]{1,2}|[ivx]{1,5}|[A-Z]|\d{1,2})\)\s+\S")
LOWER_START = re.compile(r"[a-zà-öø-ÿ,;)]")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mark:
    """The number that a line begins with. Levels: 1 article, 2 section, 3 below, 4 an item."""

    level: int
    label: str
    heading: str = ""
    is_heading: bool = False


def mark_of(line: str) -> Mark | None:
    """Return the mark a line begins with; None where it begins with none."""
    item = ITEM.match(line)
    if item:
        return Mark(level=4, label=f"({item['mark']})")
    if not line or not (line[0].isupper() or line[0].isdigit() or line[0] == "§"):
        return None
    for level, pattern in PATTERNS:
        found = pattern.match(line)
        if found:
            rest = found["rest"].strip()
            if level < 3 and LOWER_START.match(rest):
                return None
            heading = _is_heading(rest, level=level)
            return Mark(
                level=level,
                label=found["label"].rstrip(".:"),
                heading=rest if heading else "",
                is_heading=heading,
            )
    return None


def _is_heading(rest: str, *, level: int) -> bool:
    """A heading is short, ends no sentence, and writes most of its words large."""
    if not rest:
        return level < 3
    if len(rest) > LONGEST_HEADING or rest.endswith((",", ";", ".")):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", rest) if len(word) > 3]
    large = sum(word[0].isupper() for word in words)
    return len(words) <= 14 and large * 2 >= len(words)


class Outline:
    """Where a paragraph stands: its article, section and item, as it would be cited."""

    def __init__(self) -> None:
        self._parts: dict[int, str] = {}
        self._items: list[tuple[str, str]] = []

    def take(self, mark: Mark | None) -> None:
        """Go on to the next paragraph."""
        if mark is None:
            return
        if mark.level < 4:
            self._parts = {
                level: label for level, label in self._parts.items() if level < mark.level
            }
            self._parts[mark.level] = mark.label
            self._items = []
            return
        kind = _kind(mark.label, self._items)
        kinds = [known for known, _ in self._items]
        if kind in kinds:
            self._items = self._items[: kinds.index(kind)]
        self._items.append((kind, mark.label))

    def citation(self) -> str:
        """Return the place in words, such as "Article 39, 39.A(a)(1)"."""
        parts = [self._parts[level] for level in sorted(self._parts)]
        return ", ".join(parts) + "".join(label for _, label in self._items)


def _kind(label: str, before: list[tuple[str, str]]) -> str:
    mark = label.strip("()")
    if mark.isdigit():
        return "digit"
    if mark.isupper():
        return "upper"
    if set(mark) <= set("ivx") and not _follows_letter(mark, before):
        return "roman"
    return "lower"


def _follows_letter(mark: str, before: list[tuple[str, str]]) -> bool:
    """(i) after (h), (v) after (u), (x) after (w) are letters."""
    letters = [label.strip("()") for kind, label in before if kind == "lower"]
    return bool(letters) and len(mark) == 1 and ord(mark) - ord(letters[-1][0]) == 1

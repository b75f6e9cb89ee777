"""The text of a document as a person reads it, each character knowing where it stands in the file.

Running headers and footers, page numbers and tables of contents are left out, words broken at line
ends are mended, lines are joined to paragraphs. The stored text is not touched by any of it.
"""

import bisect
import collections
import dataclasses
import re
import statistics
from collections.abc import Iterable, Sequence

from clauses.importing.reading import headings, pages

EDGE = 4
"""Lines at the top and at the bottom of a page among which running ones are sought."""

FEWEST_REPEATS = 4
SHARE_OF_PAGES = 0.02
LONGEST_RUNNING = 140
LONGEST_ENTRY = 300
LONGEST_WORD = 40
LONGEST_PARAGRAPH = 6_000
PAGE_NUMBER = re.compile(
    r"[-–—•|\s]*(?:(?:page|p\.|pág(?:ina|\.)|seite)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|de|sur|von)\s*\d{1,4})?[-–—•|\s]*",
    re.IGNORECASE,
)
LEADERS = re.compile(
    r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*$|…{2,}\s*\d{1,4}\s*$", re.IGNORECASE
)
CONTENTS = re.compile(
    r"\s*(?:table of contents|contents|index|sommaire|table des matières|índice|inhalt"
    r"|inhaltsverzeichnis)\s*",
    re.IGNORECASE,
)
ENTRY = re.compile(r".{3,120}?[\s\t](?:\d{1,4}|[ivxlc]{1,7})\s*$", re.IGNORECASE)
BROKEN = re.compile(r"([^\W\d_]{2,})[-\u00ad‐]$")
BEGINS_LOWER = re.compile(r"([^\W\d_]+)")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]{3,}")
ENDS = re.compile(r"[.:;!?][\"”’»)\]]?$")


@dataclasses.dataclass(frozen=True)
class Line:
    """A line that is read: its words and where they stand in the whole stored text."""

    text: str
    start: int
    page: int
    goes_on: bool = False
    """Its paragraph began on the page before, which ended without a line end."""


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """A heading or paragraph; `starts` maps its pieces to the stored text."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    page: int
    is_heading: bool
    mark: headings.Mark | None

    def place(self, at: int) -> int:
        """Return where the character `at` stands in the stored text."""
        index = bisect.bisect_right(self.pieces, (at, 1 << 62)) - 1
        mended, stored = self.pieces[index]
        return stored + at - mended


def lines_of(given: Sequence[pages.Page]) -> list[Line]:
    """List what is read of all pages, without what only serves the printed page."""
    edges = _running(given)
    kept: list[Line] = []
    seen: set[str] = set()
    start, goes_on = 0, False
    for page in given:
        numbered = list(_lines(page.text))
        filled = [n for n, (_, text) in enumerate(numbered) if text.strip()]
        at_edge = {*filled[:EDGE], *filled[-EDGE:]}
        in_contents = any(CONTENTS.fullmatch(numbered[n][1]) for n in filled[: EDGE + 2])
        for n, (offset, text) in enumerate(numbered):
            words = text.strip()
            if n in at_edge and _runs(words, edges, seen):
                continue
            if len(words) <= LONGEST_ENTRY and (
                LEADERS.search(words) or (in_contents and _is_entry(words))
            ):
                continue
            indent = len(text) - len(text.lstrip())
            kept.append(
                Line(
                    text=words,
                    start=start + offset + indent,
                    page=page.number,
                    goes_on=goes_on and n == 0,
                )
            )
        start += len(page.text)
        goes_on = not page.text.endswith("\n")
    return kept


def paragraphs(lines: Sequence[Line], *, lines_are_paragraphs: bool) -> list[Paragraph]:
    """Join lines to paragraphs; headings stay alone."""
    words = _vocabulary(lines)
    lengths = [len(line.text) for line in lines if len(line.text) > 30]
    usual = statistics.median(lengths) if lengths else 60
    made: list[Paragraph] = []
    building = _Building(words)
    for line in lines:
        if line.goes_on and line.text:
            building.add(line, None)
            continue
        if not line.text:
            if building.ends_sentence:
                made += building.finish()
            continue
        mark = headings.mark_of(line.text) if building.may_be_followed_by_mark else None
        is_heading = mark is not None and mark.is_heading
        if lines_are_paragraphs or is_heading or mark or building.is_over(usual):
            made += building.finish()
        building.add(line, mark)
        if is_heading:
            made += building.finish()
    return made + building.finish()


class _Building:
    """A paragraph while its lines are joined."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self.vocabulary = vocabulary
        self.clear()

    def clear(self) -> None:
        self.text = ""
        self.pieces: list[tuple[int, int]] = []
        self.page = 0
        self.mark: headings.Mark | None = None
        self.last = ""

    @property
    def ends_sentence(self) -> bool:
        return bool(ENDS.search(self.last))

    @property
    def may_be_followed_by_mark(self) -> bool:
        """A number at the start of a line in the middle of a sentence is no heading."""
        return not self.text or self.ends_sentence or len(self.last) < 45

    def is_over(self, usual: float) -> bool:
        """A short line that ends a sentence ends the paragraph."""
        if len(self.text) > LONGEST_PARAGRAPH:
            return True
        return self.ends_sentence and len(self.last) < usual * 0.8

    def add(self, line: Line, mark: headings.Mark | None) -> None:
        if not self.text:
            self.page, self.mark = line.page, mark
            self.pieces.append((0, line.start))
            self.text = line.text
        else:
            self._join(line)
        self.last = line.text

    def _join(self, line: Line) -> None:
        broken = BROKEN.search(self.text[-LONGEST_WORD:])
        goes_on = BEGINS_LOWER.match(line.text)
        if broken and goes_on and goes_on[1][0].islower():
            if self._is_one_word(broken[1], goes_on[1]):
                self.text = self.text[:-1]
        else:
            self.text += " "
        self.pieces.append((len(self.text), line.start))
        self.text += line.text

    def _is_one_word(self, left: str, right: str) -> bool:
        joined, parted = (left + right).lower(), f"{left}-{right}".lower()
        return joined in self.vocabulary or parted not in self.vocabulary

    def finish(self) -> list[Paragraph]:
        if not self.text:
            return []
        made = Paragraph(
            text=self.text,
            pieces=tuple(self.pieces),
            page=self.page,
            is_heading=self.mark is not None and self.mark.is_heading,
            mark=self.mark,
        )
        self.clear()
        return [made]


def _lines(text: str) -> Iterable[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _running(given: Sequence[pages.Page]) -> frozenset[str]:
    """Find what stands at the edge of many pages, numbers aside."""
    counted: collections.Counter[str] = collections.Counter()
    for page in given:
        filled = [text.strip() for _, text in _lines(page.text) if text.strip()]
        edge = {*filled[:EDGE], *filled[-EDGE:]}
        counted.update({_shape(text) for text in edge if len(text) <= LONGEST_RUNNING})
    fewest = max(FEWEST_REPEATS, int(len(given) * SHARE_OF_PAGES))
    return frozenset(shape for shape, count in counted.items() if count >= fewest)


def _shape(text: str) -> str:
    """A heading repeats as it is; a running line with another number of the page."""
    plain = " ".join(text.split()).lower()
    return plain if headings.mark_of(text) else re.sub(r"\d+", "#", plain)


def _runs(text: str, edges: frozenset[str], seen: set[str]) -> bool:
    if not text or len(text) > LONGEST_RUNNING:
        return False
    if PAGE_NUMBER.fullmatch(text):
        return True
    shape = _shape(text)
    if shape not in edges:
        return False
    if headings.mark_of(text) and shape not in seen:
        seen.add(shape)
        return False
    return True


def _is_entry(text: str) -> bool:
    return bool(CONTENTS.fullmatch(text) or ENTRY.fullmatch(text))


def _vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """Words as they stand inside lines, where nothing breaks them."""
    found: set[str] = set()
    for line in lines:
        found.update(word.lower() for word in WORD.findall(line.text))
    return frozenset(found)

"""Reads a DOCX as a stream: no tree in memory, no entities, nothing unpacked beyond its limits."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from clauses.importing.reading import limits, markup, numbering, pages, refusals, word

MOST_FILES = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_OF_ONE = 150 * 1024 * 1024
HIGHEST_RATIO = 200
"""Text packs twenty times smaller, tables of numbers a hundred times; bombs a thousand times."""

RATIO_COUNTS_FROM = 5 * 1024 * 1024
PIECE = 65_536
PART_LENGTH = 3_000
"""Characters after which a part ends where the file knows no pages."""

MAIN = "wordprocessingml.document.main+xml"


class Docx:
    """An opened DOCX. Raises Refused when opened or read, if it cannot be read."""

    count: int | None = None

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self.archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise refusals.Refused(refusals.Reason.DAMAGED) from None
        self._check_sizes()
        self.main = self._main_part()
        folder = self.main.rpartition("/")[0]
        names = set(self.archive.namelist())
        beside = [f"{folder}/{name}.xml".lstrip("/") for name in ("footnotes", "endnotes")]
        self.parts = [self.main, *(name for name in beside if name in names)]
        self.numbering = numbering.Numbering()
        for name, read in (("styles", self.numbering.styles), ("numbering", self.numbering.lists)):
            place = f"{folder}/{name}.xml".lstrip("/")
            if place in names:
                read(self._pieces(place))
        self.has_pages = self._knows_pages()

    def read(self, *, first: int) -> Iterator[pages.Page]:
        """Yield pages as Word laid them out last, or parts where the file does not say."""
        number, held = 1, ""
        for piece in self._text():
            if piece is word.PAGE_ENDS:
                if self.has_pages:
                    if number >= first:
                        yield self._page(number, held)
                    number, held = number + 1, ""
                continue
            held += piece
            if len(held) > limits.MOST_CHARACTERS_A_PAGE:
                raise refusals.Refused(refusals.Reason.TOO_MUCH_TEXT)
            if not self.has_pages and _is_full(held):
                if number >= first:
                    yield self._page(number, held)
                number, held = number + 1, ""
            if number > limits.MOST_PAGES:
                raise refusals.Refused(refusals.Reason.TOO_MANY_PAGES)
        if held.strip() and number >= first:
            yield self._page(number, held)

    def _page(self, number: int, text: str) -> pages.Page:
        return pages.Page(number=number, text=pages.fit(text))

    def _text(self) -> Iterator[str]:
        for name in self.parts:
            yield from word.text(self._pieces(name), numbers=self.numbering)

    def _knows_pages(self) -> bool:
        """Whether Word left marks of where its pages ended."""
        mark, before = b"lastRenderedPageBreak", b""
        for piece in self._pieces(self.main):
            if mark in before + piece:
                return True
            before = piece[-len(mark) :]
        return False

    def _check_sizes(self) -> None:
        files = self.archive.infolist()
        if len(files) > MOST_FILES or sum(each.file_size for each in files) > MOST_UNPACKED:
            raise refusals.Refused(refusals.Reason.UNPACKS_TOO_FAR)
        for each in files:
            ratio = each.file_size / max(1, each.compress_size)
            if each.file_size > MOST_OF_ONE or (
                each.file_size > RATIO_COUNTS_FROM and ratio > HIGHEST_RATIO
            ):
                raise refusals.Refused(refusals.Reason.UNPACKS_TOO_FAR)
            if each.flag_bits & 1:
                raise refusals.Refused(refusals.Reason.ENCRYPTED)

    def _main_part(self) -> str:
        if "[Content_Types].xml" not in self.archive.namelist():
            raise refusals.Refused(refusals.Reason.NEITHER)
        for name, given in markup.elements(self._pieces("[Content_Types].xml")):
            kind = given.get("ContentType", "")
            if name == "Override" and kind.endswith(MAIN):
                place = given.get("PartName", "").lstrip("/")
                if place in self.archive.namelist():
                    return place
                raise refusals.Refused(refusals.Reason.DAMAGED)
        raise refusals.Refused(refusals.Reason.NEITHER)

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self.archive.open(name) as unpacked:
                while piece := unpacked.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
            raise refusals.Refused(refusals.Reason.DAMAGED) from None


def _is_full(held: str) -> bool:
    """A part ends with a paragraph, unless that one does not end."""
    return len(held) >= PART_LENGTH and (held.endswith("\n") or len(held) >= PART_LENGTH * 10)

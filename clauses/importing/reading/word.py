"""The text of Word's XML as a stream, with the numbers that Word writes before paragraphs."""

from collections.abc import Iterator

from clauses.importing.reading import markup, numbering

PAGE_ENDS = "\f"
LEFT_OUT = frozenset(
    {"Fallback", "del", "moveFrom", "instrText", "delText", "pPrChange", "rPrChange"}
)
"""An alternative for old programs, deleted words, a field's own code, properties of before."""


def text(pieces: Iterator[bytes], *, numbers: numbering.Numbering) -> Iterator[str]:
    """Yield the text in pieces: a paragraph ends with a line end, PAGE_ENDS stands where a page
    ended when Word last laid the document out.
    """
    skipped, in_text = 0, False
    paragraph: _Paragraph | None = None
    outer: list[_Paragraph | None] = []
    for what, name, given in markup.events(pieces):
        if what == "text":
            if in_text and not skipped and paragraph is not None:
                yield from paragraph.write(name, numbers)
            continue
        if name in LEFT_OUT:
            skipped += 1 if what == "start" else -1
            continue
        if skipped:
            continue
        if name == "t":
            in_text = what == "start"
        elif name == "p":
            if what == "start":
                outer.append(paragraph)
                paragraph = _Paragraph()
            else:
                yield "\n"
                paragraph = outer.pop()
        elif what == "start" and paragraph is not None:
            yield from paragraph.element(name, given, numbers)


class _Paragraph:
    """One paragraph while it is read."""

    def __init__(self) -> None:
        self.style = ""
        self.list_id: str | None = None
        self.level: str | None = None
        self.is_begun = False

    def element(
        self, name: str, given: dict[str, str], numbers: numbering.Numbering
    ) -> Iterator[str]:
        """Take in a property, or yield what a mark inside the paragraph stands for."""
        match name:
            case "pStyle":
                self.style = given.get("val", "")
            case "numId":
                self.list_id = given.get("val", "")
            case "ilvl":
                self.level = given.get("val", "")
            case "lastRenderedPageBreak":
                yield PAGE_ENDS
            case "tab" if self.is_begun:
                yield "\t"
            case "br" | "cr":
                yield " "
            case "noBreakHyphen":
                yield from self.write("-", numbers)

    def write(self, words: str, numbers: numbering.Numbering) -> Iterator[str]:
        """Yield words; the first ones after the number that Word would write."""
        if not self.is_begun:
            self.is_begun = True
            yield numbers.next(style=self.style, list_id=self.list_id, level=self.level)
        yield words

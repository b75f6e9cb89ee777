"""Writes a composed agreement as PDF and as DOCX."""

import pathlib

import docx
from docx import oxml
from reportlab.lib import pagesizes
from reportlab.pdfgen import canvas

from tests.agreements import composing

HEADER = "BASIC AGREEMENT OF THE GUILD OF EXAMPLES"
FOOTER = "Page {page} of the Basic Agreement"


def as_pdf(agreement: composing.Agreement, path: pathlib.Path) -> int:
    """Write a PDF with contents, running header and footer; return the number of its pages."""
    drawn = canvas.Canvas(str(path), pagesize=pagesizes.letter, invariant=1)
    lines = [(line, block) for block in agreement.blocks for line in block.lines]
    heads = [block for block in agreement.blocks if block.kind == "article"]
    page = 0
    for first in range(0, len(heads), composing.LINES_A_PAGE - 4):
        page += 1
        entries = heads[first : first + composing.LINES_A_PAGE - 4]
        written = [
            f"{head.text[:60]} {'.' * (72 - len(head.text[:60]))} {n * 5 + 3}"
            for n, head in enumerate(entries, first)
        ]
        _page(drawn, page, ["TABLE OF CONTENTS", *written])
    for first in range(0, len(lines), composing.LINES_A_PAGE):
        page += 1
        _page(drawn, page, [line for line, _ in lines[first : first + composing.LINES_A_PAGE]])
    drawn.save()
    return page


def _page(drawn: canvas.Canvas, page: int, lines: list[str]) -> None:
    drawn.setFont("Times-Roman", 9)
    drawn.drawCentredString(306, 760, HEADER)
    drawn.drawCentredString(306, 36, FOOTER.format(page=page))
    text = drawn.beginText(72, 735)
    text.setFont("Times-Roman", 11)
    text.setLeading(14.5)
    for line in lines:
        text.textLine(line)
    drawn.drawText(text)
    drawn.showPage()


def as_docx(
    agreement: composing.Agreement, path: pathlib.Path, *, with_page_breaks: bool = False
) -> None:
    """Write a DOCX; with page breaks, marked as Word marks where its pages ended."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = HEADER
    lines = 0
    for block in agreement.blocks:
        if block.kind == "article":
            added = document.add_heading(block.text, level=1)
        elif block.kind == "section":
            added = document.add_heading(block.text, level=2)
        else:
            added = document.add_paragraph(block.text)
        lines += len(block.lines)
        if with_page_breaks and lines >= composing.LINES_A_PAGE:
            lines = 0
            run = added.runs[0]
            words = run.text
            run.text = words[: len(words) // 2]
            rest = added.add_run()
            rest._r.append(oxml.OxmlElement("w:lastRenderedPageBreak"))
            rest._r.append(oxml.OxmlElement("w:t"))
            rest._r[-1].text = words[len(words) // 2 :]
    document.save(str(path))

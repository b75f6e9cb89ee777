"""A comparison as a DOCX file, A4 across: the table, what is cited, how to read it."""

import datetime
import io
import re
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum import section as sections
from docx.oxml import OxmlElement, ns
from docx.shared import Mm, Pt

from tracker.web import wording
from tracker.web.comparison import csv_file
from tracker.web.comparison import table as tables

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LANGUAGES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES"}
FIRST_COLUMN, ACROSS = 28, 269
"""Millimetres: the column of elements, and all columns of an A4 page with its margins."""


def write(*, table: tables.Table, title: str, now: datetime.datetime) -> bytes:
    """Return the file; `now` is aware and stands in its properties."""
    document: Any = docx.Document()
    _page(document=document, language=table.language)
    properties = document.core_properties
    properties.title, properties.author = _plain(title), "AI Safeguard Tracker"
    properties.language = LANGUAGES.get(table.language, "en-US")
    properties.created = properties.modified = now.astimezone(datetime.UTC).replace(tzinfo=None)
    properties.last_modified_by = properties.comments = ""
    document.add_heading(_plain(title), level=1)
    day = wording.sentence_date(day=table.on)
    document.add_paragraph(_("Everything on this page is what is true on %(day)s.") % {"day": day})
    _write_table(document=document, table=table)
    document.add_heading(_("What is cited"), level=2)
    for citation in table.citations:
        _write_citation(document=document, citation=citation)
    document.add_heading(_("How to read it"), level=2)
    for sentence in (*tables.legend(), *tables.remarks(table), tables.disclaimer(on=table.on)):
        document.add_paragraph(sentence)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(*, document: Any, language: str) -> None:
    section = document.sections[0]
    section.orientation = sections.WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(14)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(9)
    style.paragraph_format.space_after = Pt(4)
    spoken = OxmlElement("w:lang")
    spoken.set(ns.qn("w:val"), LANGUAGES.get(language, "en-US"))
    style.element.get_or_add_rPr().append(spoken)


def _write_table(*, document: Any, table: tables.Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.heads) + 1)
    grid.style = "Table Grid"
    grid.autofit = False
    wide = (ACROSS - FIRST_COLUMN) / len(table.heads)
    _repeat_on_every_page(grid.rows[0])
    cells = grid.rows[0].cells
    _fill(cells[0], [[(_("Element"), "bold")]])
    for cell, head in zip(cells[1:], table.heads, strict=True):
        where = ", ".join(part for part in (head.parent, head.section) if part)
        lines = [[(head.title, "bold")], [(where, "")], [(f"{head.term}: {head.state}", "")]]
        lines += [[(f"{head.grade} – {head.evidence}", "")], [(head.note, "italic")]]
        _fill(cell, lines)
    for row in table.rows:
        cells = grid.add_row().cells
        _fill(cells[0], [[(row.label, "bold")], [(row.definition, "")]])
        for cell, said in zip(cells[1:], row.cells, strict=True):
            _fill(cell, _paragraphs(said, is_of_limits=row.is_of_limits))
    for line in grid.rows:
        for place, cell in enumerate(line.cells):
            cell.width = Mm(wide if place else FIRST_COLUMN)


def _paragraphs(cell: tables.Cell, *, is_of_limits: bool) -> list[list[tuple[str, str]]]:
    """Return paragraphs, each of runs with their look."""
    found: list[list[tuple[str, str]]] = [[(cell.sentence, "italic")]]
    for line in cell.lines:
        limits = [csv_file.limit_in_words(limit) for limit in line.limits]
        said = limits if is_of_limits else [line.text]
        found += [[(text, "")] for text in said]
        where = f", {line.section}" if line.section else ""
        state = "" if line.is_plainly_in_force else f". {line.state}"
        found.append(
            [
                (line.title, "bold"),
                (f"{where} [{line.number}] {line.grade} – {line.evidence}{state}", ""),
            ]
        )
        if line.is_checked:
            found.append([(_("Checked against the agreement"), "italic")])
        if line.is_second_hand:
            found.append([(csv_file.second_hand(), "italic")])
    return found


def _fill(cell: Any, paragraphs: list[list[tuple[str, str]]]) -> None:
    filled = [[(words, look) for words, look in runs if words] for runs in paragraphs]
    for place, runs in enumerate([runs for runs in filled if runs] or [[("", "")]]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        for words, look in runs:
            run = paragraph.add_run(_plain(words))
            run.font.size = Pt(8)
            run.bold, run.italic = look == "bold", look == "italic"


def _write_citation(*, document: Any, citation: tables.Citation) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(_plain(f"[{citation.number}] {csv_file.citation_in_words(citation)}"))
    term = f" {citation.term}. {citation.grade} – {citation.evidence}. "
    paragraph.add_run(_plain(term))
    _add_link(paragraph=paragraph, address=citation.address)


def _add_link(*, paragraph: Any, address: str) -> None:
    """Add an address that can be followed; python-docx itself writes none."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    target = paragraph.part.relate_to(address, kind, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(ns.qn("r:id"), target)
    run = paragraph.add_run(address)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _repeat_on_every_page(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(ns.qn("w:val"), "true")
    properties.append(repeated)


def _plain(text: str) -> str:
    """Leave out what no XML file may hold."""
    return NOT_IN_XML.sub("", text)

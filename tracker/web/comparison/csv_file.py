"""A comparison as CSV: one line for each clause in a cell, and one for each cell without any."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from clauses import spreadsheets
from tracker.web.comparison import table as tables


def write(*, table: tables.Table) -> bytes:
    """Return the file, UTF-8; a spreadsheet opens every cell of it as text."""
    return spreadsheets.as_csv(_lines(table))


def _lines(table: tables.Table) -> Iterator[list[str]]:
    true_on = table.on.isoformat()
    yield [
        _("True for"),
        _("Element"),
        _("Column"),
        _("Term of the column"),
        _("On this day"),
        _("What is known"),
        _("Clause"),
        _("Section"),
        _("In short"),
        _("Time limits"),
        _("Grade"),
        _("Evidence"),
        _("Checked against the agreement"),
        _("Remark"),
        _("Citation"),
        _("Address"),
    ]
    cited = {citation.number: citation for citation in table.citations}
    for row in table.rows:
        for head, cell in zip(table.heads, row.cells, strict=True):
            known = cell.sentence or _("In force on this day.")
            start = [true_on, row.label, head.title, head.term, head.state]
            if cell.is_without_text:
                yield [*start, known, *[""] * 10]
            for line in cell.lines:
                citation = cited[line.number]
                yield [
                    *start,
                    line.state,
                    line.title,
                    line.section,
                    line.text,
                    "; ".join(limit_in_words(limit) for limit in line.limits),
                    line.grade,
                    line.evidence,
                    _("yes") if line.is_checked else _("no"),
                    second_hand() if line.is_second_hand else "",
                    citation_in_words(citation),
                    citation.address,
                ]
    yield []
    for sentence in (*tables.legend(), *tables.remarks(table), tables.disclaimer(on=table.on)):
        yield [sentence]


def limit_in_words(limit: tables.Limit) -> str:
    """Write a time limit in one line: "48 hours: notice. Counted from: the scan"."""
    said = f"{limit.number} {limit.unit}"
    if limit.text:
        said = f"{said}: {limit.text}"
    if limit.starts_from:
        said = f"{said}. {_('Counted from:')} {limit.starts_from}"
    return said


def second_hand() -> str:
    """Return the sentence that goes with a clause known only from retellings."""
    return _("Known from second-hand summaries; not yet checked against the agreement.")


def citation_in_words(citation: tables.Citation) -> str:
    """Write what is cited and, after it, the sources that may be shown."""
    where = ", ".join(part for part in (citation.work, citation.section) if part)
    said = f"{where}, “{citation.title}”"
    sources = "; ".join(
        ", ".join(part for part in (note.title, note.publisher, note.date_text) if part)
        for note in citation.sources
    )
    return f"{said}. {sources}" if sources else f"{said}."

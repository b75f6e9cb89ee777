"""A comparison in the reader's words: heads, rows of cells, and what each cell cites. No queries.

The page, the DOCX and the CSV file are written from the same table.
"""

import dataclasses
import datetime
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from clauses import comparing, evidence, lineage, readings, vocabulary
from clauses.models import clause as clauses
from tracker.web import clause_page, clause_rows, source_notes, wording
from tracker.web.comparison import choice as choices
from tracker.web.comparison import heads as column_heads

Limit = clause_page.Limit


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """A clause in a cell; `number` is that of its citation, `mark` a standing if it is ended."""

    number: int
    slug: str
    title: str
    text: str
    lang: str
    address: str
    section: str
    state: str
    is_plainly_in_force: bool
    mark: str
    grade: str
    evidence: str
    is_checked: bool
    is_second_hand: bool
    limits: tuple[Limit, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cell:
    """What a column says of an element, or why it says nothing."""

    knowledge: comparing.Knowledge
    sentence: str
    lines: tuple[Line, ...]

    @property
    def is_without_text(self) -> bool:
        """Tell whether the cell holds no clause."""
        return not self.lines


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """One element, or the time limits, or what secures no element."""

    slug: str
    label: str
    definition: str
    cells: tuple[Cell, ...]
    is_of_limits: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Citation:
    """What stands behind the cells that bear its number."""

    number: int
    work: str
    section: str
    title: str
    address: str
    term: str
    grade: str
    evidence: str
    is_checked: bool
    is_second_hand: bool
    sources: tuple[source_notes.SourceNote, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """The whole comparison, true for the day `on`."""

    on: datetime.date
    language: str
    heads: tuple[column_heads.Head, ...]
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]
    use: str
    has_unreviewed: bool
    has_english: bool


def silence_in_words(knowledge: comparing.Knowledge) -> str:
    """Say in a sentence why a cell holds nothing that counts; empty if it does."""
    match knowledge:
        case comparing.Knowledge.NOT_THIS_DAY:
            return _("Nothing in force on this day.")
        case comparing.Knowledge.SILENT:
            return _("Silent: its text is in our records and says nothing about it.")
        case comparing.Knowledge.UNKNOWN:
            return _("Unknown: its text is not in our records.")
    return ""


def legend() -> tuple[str, ...]:
    """Return the rule by which silence and ignorance are told apart, for page and files."""
    return (
        _(
            "“Silent” is said only where a reviewer compared a clause with the text, or where a"
            " source was opened whose author had the text: the union, the law itself, a lawyer."
        ),
        _(
            "“Unknown” is said where we know the text from the press, from digests or not at all,"
            " or where nothing has been concluded. It does not mean that there is nothing."
        ),
        _("Letters say how strong our source is: A is the strongest, E the weakest."),
    )


def remarks(table: Table) -> tuple[str, ...]:
    """Return what a reader of this table must know besides."""
    said = []
    if table.use:
        said.append(_("Only what speaks of this use is shown: %(use)s.") % {"use": table.use})
    if table.has_unreviewed:
        said.append(
            _("Some of these translations have not been reviewed by a person of the union.")
        )
    if table.has_english:
        said.append(_("What has no translation that is up to date is given in English."))
    return tuple(said)


def disclaimer(*, on: datetime.date) -> str:
    """Return what every file says under the table."""
    true = _("This comparison is true for %(day)s.") % {"day": wording.sentence_date(day=on)}
    return f"{wording.informs()} {true}"


class _Writer:
    """Writes the clauses of one comparison, each with the number of its citation."""

    def __init__(self, *, words: vocabulary.Vocabulary, on: datetime.date, is_staff: bool) -> None:
        self.words = words
        self.on = on
        self.is_staff = is_staff
        self.citations: dict[int, Citation] = {}
        self.readings: list[readings.Reading] = []

    def line(self, entry: comparing.Entry, column: comparing.Column) -> Line:
        clause, place = entry.clause, entry.place
        reading = readings.read(record=clause, language=self.words.language)
        self.readings.append(reading)
        citation = self.cite(clause=clause, title=reading.title)
        return Line(
            number=citation.number,
            slug=clause.slug,
            title=reading.title,
            text=reading.plain or reading.summary,
            lang=reading.lang,
            address=f"{clause.get_absolute_url()}?as_of={self.on.isoformat()}",
            section=column_heads.section_of(clause),
            state=self.state(clause=clause, place=place, column=column),
            is_plainly_in_force=place.state is lineage.State.IN_FORCE,
            mark=clause_page.term_sentence_key(place=place),
            grade=citation.grade,
            evidence=citation.evidence,
            is_checked=clause.is_checked,
            is_second_hand=citation.is_second_hand,
            limits=tuple(clause_page.limits(clause=clause, reading=reading)),
        )

    def cite(self, *, clause: clauses.Clause, title: str) -> Citation:
        known = self.citations.get(clause.pk)
        if known is not None:
            return known
        parent = clause.agreement or clause.statute
        rows = list(clause.sources.all())
        shown = evidence.shown_for_text(sources=rows, is_staff=self.is_staff)
        citation = Citation(
            number=len(self.citations) + 1,
            work=parent.name if parent else "",
            section=column_heads.section_of(clause),
            title=title,
            address=f"{settings.PUBLIC_URL}{clause.get_absolute_url()}?as_of={self.on.isoformat()}",
            term=column_heads.term_in_words(first=clause.effective_from, last=clause.effective_to),
            grade=self.words.grade(clause.evidence_level),
            evidence=self.words.label("evidence-levels", clause.evidence_level),
            is_checked=clause.is_checked,
            is_second_hand=evidence.is_second_hand(sources=rows) and not clause.is_checked,
            sources=tuple(source_notes.notes(sources=shown, words=self.words)),
        )
        self.citations[clause.pk] = citation
        return citation

    def state(
        self, *, clause: clauses.Clause, place: lineage.Place, column: comparing.Column
    ) -> str:
        """Say whether a clause counts; in the column of the agreement that keeps it, from where."""
        if column.agreement is not None and place.carrier == column.agreement:
            return _("kept from %(agreement)s") % {
                "agreement": clause_rows.parent_name(clause=clause)
            }
        return clause_rows.state_in_words(place=place)

    def cell(self, found: comparing.Cell, column: comparing.Column) -> Cell:
        return Cell(
            knowledge=found.knowledge,
            sentence=silence_in_words(found.knowledge),
            lines=tuple(self.line(entry, column) for entry in found.entries),
        )


def write(
    *,
    columns: Sequence[comparing.Column],
    choice: choices.Choice,
    words: vocabulary.Vocabulary,
    on: datetime.date,
    is_staff: bool,
) -> Table:
    """Write the table of prepared columns; staff see every source, others those that may be."""
    writer = _Writer(words=words, on=on, is_staff=is_staff)
    heads = tuple(
        column_heads.of(column=column, choice=choice, words=words, on=on) for column in columns
    )
    rows = [
        Row(
            slug=term.slug,
            label=term.label,
            definition=term.definition,
            cells=tuple(
                writer.cell(comparing.cell(column=column, element=term.slug), column)
                for column in columns
            ),
        )
        for term in words.terms("elements")
    ]
    limits = [comparing.time_limits(column=column) for column in columns]
    rows.append(
        Row(
            slug="time-limits",
            label=_("Time limits"),
            definition=_("Every period that the clauses above set."),
            cells=tuple(
                writer.cell(found, column) for found, column in zip(limits, columns, strict=True)
            ),
            is_of_limits=True,
        )
    )
    if any(comparing.without_element(column=column) for column in columns):
        rows.append(_definitions(writer=writer, columns=columns))
    return Table(
        on=on,
        language=words.language,
        heads=heads,
        rows=tuple(rows),
        citations=tuple(writer.citations.values()),
        use=words.label("uses", choice.use) if choice.use else "",
        has_unreviewed=any(reading.is_unreviewed for reading in writer.readings),
        has_english=any(reading.is_missing or reading.is_outdated for reading in writer.readings),
    )


def _definitions(*, writer: _Writer, columns: Sequence[comparing.Column]) -> Row:
    cells = []
    for column in columns:
        entries = comparing.without_element(column=column)
        cells.append(
            Cell(
                knowledge=comparing.Knowledge.SAYS,
                sentence="" if entries else _("None on record."),
                lines=tuple(writer.line(entry, column) for entry in entries),
            )
        )
    return Row(
        slug="definitions",
        label=_("Definitions and limits"),
        definition=_("What the others mean, and how far they go."),
        cells=tuple(cells),
    )

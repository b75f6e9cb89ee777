"""Agreements and clauses side by side, element by element, as they stand on a day.

What a cell says follows from the clauses that the reader may see, and where there is none, from
whether anybody read the text. Ask only with rows that are visible_to() the reader.
"""

import dataclasses
import datetime
import enum
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from clauses import evidence, lineage, readings, visibility
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from clauses.models import statute as statutes

MOST_COLUMNS = 6

READ_THE_TEXT = frozenset({"primary", "legal-analysis"})
"""Tiers of sources whose writer had the text of the agreement or law before them."""


class Knowledge(enum.StrEnum):
    """What a cell can say. `NOT_THIS_DAY`: there are clauses, and none of them counts that day."""

    SAYS = "says"
    NOT_THIS_DAY = "not-this-day"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """A clause in a column, and where it stands there on the day."""

    clause: clauses.Clause
    place: lineage.Place


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column:
    """An agreement with its clauses, those carried into it included; or one clause alone."""

    agreement: agreements.Agreement | None
    clause: clauses.Clause | None
    entries: tuple[Entry, ...]
    is_text_known: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cell:
    """What one column says of one element."""

    knowledge: Knowledge
    entries: tuple[Entry, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Chosen:
    """What was found of the slugs that were asked for, and those that were not."""

    columns: tuple[Column, ...]
    missing_agreements: tuple[str, ...] = ()
    missing_clauses: tuple[str, ...] = ()


def columns(
    *,
    agreement_slugs: Sequence[str],
    clause_slugs: Sequence[str],
    viewer: visibility.Viewer | None,
    on: datetime.date,
    language: str,
) -> Chosen:
    """Read agreements, then clauses, in the order asked for; a constant number of queries."""
    found_agreements = {
        row.slug: row for row in _agreements(slugs=agreement_slugs, viewer=viewer, to=language)
    }
    rows = list(
        _clauses(
            slugs=clause_slugs,
            agreement_ids=[row.pk for row in found_agreements.values()],
            viewer=viewer,
            to=language,
        )
    )
    found_clauses = {row.slug: row for row in rows}
    return Chosen(
        columns=(
            *(
                _of_agreement(agreement=found_agreements[slug], rows=rows, on=on)
                for slug in agreement_slugs
                if slug in found_agreements
            ),
            *(
                _of_clause(clause=found_clauses[slug], on=on)
                for slug in clause_slugs
                if slug in found_clauses
            ),
        ),
        missing_agreements=tuple(slug for slug in agreement_slugs if slug not in found_agreements),
        missing_clauses=tuple(slug for slug in clause_slugs if slug not in found_clauses),
    )


def cell(*, column: Column, element: str) -> Cell:
    """Say what a column holds of an element: clauses, silence, or that we do not know."""
    return _cell(
        column=column,
        entries=tuple(entry for entry in column.entries if element in entry.clause.elements),
    )


def time_limits(*, column: Column) -> Cell:
    """As cell(), of the clauses that set a time limit."""
    return _cell(
        column=column,
        entries=tuple(entry for entry in column.entries if entry.clause.time_limits.all()),
    )


def without_element(*, column: Column) -> tuple[Entry, ...]:
    """List the clauses that secure no element: definitions, and limits of other clauses."""
    return tuple(entry for entry in column.entries if not entry.clause.elements)


def narrowed(*, column: Column, uses: frozenset[str]) -> Column:
    """Keep the clauses of a column that speak of one of these uses."""
    kept = tuple(entry for entry in column.entries if not uses.isdisjoint(entry.clause.uses))
    return dataclasses.replace(column, entries=kept)


def has_read_text(*, sources: Iterable[evidence.Source], is_checked: bool) -> bool:
    """Tell whether silence may be concluded: staff checked it, or a source that read it was opened.

    A source that is known and was not opened proves nothing; nor does the press.
    """
    return is_checked or any(
        source.tier in READ_THE_TEXT and source.was_seen is not False for source in sources
    )


def agreements_with_text(*, viewer: visibility.Viewer | None) -> frozenset[str]:
    """Slugs of the agreements whose silence may be concluded: as a column's `is_text_known`."""
    own = clauses.Clause.objects.visible_to(viewer).filter(agreement=models.OuterRef("pk"))
    read = models.Q(tier__in=READ_THE_TEXT) & ~models.Q(was_seen=False)
    of_clause = clauses.ClauseSource.objects.filter(
        read, clause__in=clauses.Clause.objects.visible_to(viewer)
    ).filter(clause__agreement=models.OuterRef("pk"))
    of_itself = agreements.AgreementSource.objects.filter(read, agreement=models.OuterRef("pk"))
    found = (
        agreements.Agreement.objects.visible_to(viewer)
        .filter(models.Exists(own), effective_from__isnull=False)
        .filter(
            models.Exists(own.filter(checked_at__isnull=False))
            | models.Exists(of_clause)
            | models.Exists(of_itself)
        )
    )
    return frozenset(found.values_list("slug", flat=True))


def _cell(*, column: Column, entries: tuple[Entry, ...]) -> Cell:
    if any(entry.place.counts for entry in entries):
        knowledge = Knowledge.SAYS
    elif entries:
        knowledge = Knowledge.NOT_THIS_DAY
    elif column.is_text_known:
        knowledge = Knowledge.SILENT
    else:
        knowledge = Knowledge.UNKNOWN
    return Cell(knowledge=knowledge, entries=entries)


def _of_agreement(
    *, agreement: agreements.Agreement, rows: Sequence[clauses.Clause], on: datetime.date
) -> Column:
    entries = []
    own = []
    for clause in rows:
        if clause.agreement_id == agreement.pk:
            own.append(clause)
            entries.append(Entry(clause=clause, place=_place(clause=clause, on=on)))
        elif any(carrier.pk == agreement.pk for carrier in clause.carried_into.all()):
            entries.append(
                Entry(clause=clause, place=_carried(clause=clause, into=agreement, on=on))
            )
    read = any(
        has_read_text(sources=clause.sources.all(), is_checked=clause.is_checked) for clause in own
    )
    related: Any = agreement
    return Column(
        agreement=agreement,
        clause=None,
        entries=tuple(sorted(entries, key=_reading_order)),
        is_text_known=agreement.effective_from is not None
        and bool(own)
        and (read or has_read_text(sources=related.sources.all(), is_checked=False)),
    )


def _of_clause(*, clause: clauses.Clause, on: datetime.date) -> Column:
    return Column(
        agreement=None,
        clause=clause,
        entries=(Entry(clause=clause, place=_place(clause=clause, on=on)),),
        is_text_known=has_read_text(sources=clause.sources.all(), is_checked=clause.is_checked),
    )


def _reading_order(entry: Entry) -> tuple[bool, bool, str, str]:
    """What counts stands first, its own before what it keeps, then as it is numbered."""
    is_kept = entry.place.state is lineage.State.CARRIED
    return not entry.place.counts, is_kept, entry.clause.section, entry.clause.slug


def _place(*, clause: clauses.Clause, on: datetime.date) -> lineage.Place:
    later: Any = clause.built_upon_by
    return lineage.place_on(
        clause=clause,
        carried_into=clause.carried_into.all(),
        built_upon_by=list(later.all()),
        on=on,
    )


def _carried(
    *, clause: clauses.Clause, into: agreements.Agreement, on: datetime.date
) -> lineage.Place:
    """Say where a clause stands in the agreement that keeps it: from that one's first day on."""
    first, last = into.effective_from, into.effective_to
    if clause.effective_from is None or first is None:
        return lineage.Place(state=lineage.State.NO_START)
    if on < first:
        return lineage.Place(state=lineage.State.NOT_BEGUN, until=last)
    if last is None or on <= last:
        return lineage.Place(state=lineage.State.CARRIED, until=last, carrier=into)
    return _place(clause=clause, on=on)


def _agreements(
    *, slugs: Sequence[str], viewer: visibility.Viewer | None, to: str
) -> agreements.AgreementQuerySet:
    found: agreements.AgreementQuerySet = (
        agreements.Agreement.objects.visible_to(viewer)
        .filter(slug__in=slugs)
        .prefetch_related(
            "sources",
            models.Prefetch("successors", queryset=agreements.Agreement.objects.visible_to(viewer)),
            readings.in_language(model=agreements.AgreementText, language=to),
        )
    )
    return found


def _clauses(
    *,
    slugs: Sequence[str],
    agreement_ids: Sequence[int],
    viewer: visibility.Viewer | None,
    to: str,
) -> clauses.ClauseQuerySet:
    carried = clauses.Clause.carried_into.through.objects.filter(agreement__in=agreement_ids)
    visible = agreements.Agreement.objects.visible_to(viewer)
    named = readings.in_language(model=agreements.AgreementText, language=to)
    found: clauses.ClauseQuerySet = (
        clauses.Clause.objects.visible_to(viewer)
        .filter(
            models.Q(slug__in=slugs)
            | models.Q(agreement__in=agreement_ids)
            | models.Q(pk__in=carried.values("clause"))
        )
        .prefetch_related(
            "sources",
            "time_limits",
            models.Prefetch(
                "agreement",
                queryset=visible.prefetch_related(
                    models.Prefetch("successors", queryset=visible), named
                ),
            ),
            models.Prefetch("statute", queryset=statutes.Statute.objects.visible_to(viewer)),
            models.Prefetch("carried_into", queryset=visible.order_by("effective_from")),
            models.Prefetch("built_upon_by", queryset=clauses.Clause.objects.visible_to(viewer)),
            readings.in_language(model=clauses.ClauseText, language=to),
        )
    )
    return found

"""What the home page says, computed from what is on record: figures, dates ahead, terms, news."""

import collections
import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clauses import lineage, readings, visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker.models import deployment as deployments
from tracker.web import (
    agreement_page,
    charts,
    clause_rows,
    deployment_rows,
    wording,
)

MOST_AHEAD = 5
MOST_NEWS = 6
FIRST_QUARTER = (2023, 1)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Ahead:
    """One date to come."""

    day: datetime.date
    away: str
    title: str
    address: str
    meta: str
    lang: str
    is_upcoming_clause: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Figures:
    """The numbers of the home page."""

    agreement_count: int
    clause_count: int
    deployment_count: int
    answered_count: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Quarters:
    """Deployments a quarter, and the quarter with the most."""

    columns: Sequence[charts.Column]
    most: int
    peak: str
    last: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class News:
    """One thing that happened: a deployment, or an agreement that began."""

    day: datetime.date
    precision: str
    title: str
    lang: str
    address: str
    meta: str
    kind: str


def figures(*, viewer: visibility.Viewer | None, on: datetime.date) -> Figures:
    """Count what is in force and on record on a day; four queries."""
    seen = deployments.Deployment.objects.visible_to(viewer).happened_by(on=on)
    return Figures(
        agreement_count=agreements.Agreement.objects.visible_to(viewer).in_force(on=on).count(),
        clause_count=lineage.counting(
            queryset=clauses.Clause.objects.visible_to(viewer).filter(agreement__isnull=False),
            on=on,
        ).count(),
        deployment_count=seen.count(),
        answered_count=seen.filter(union_responses__isnull=False).distinct().count(),
    )


def dates_ahead(
    *, rows: Sequence[Any], viewer: visibility.Viewer | None, on: datetime.date, language: str
) -> list[Ahead]:
    """Return the next last days of agreements (`rows`) and first days of clauses after a day."""
    found = [
        Ahead(
            day=row.effective_to,
            away=wording.days_away(day=row.effective_to, today=on),
            title=_("%(agreement)s ends")
            % {
                "agreement": wording.short_name(
                    name=readings.read(record=row, language=language).title
                )
            },
            address=row.get_absolute_url(),
            meta=", ".join(
                [
                    *(union.name for union in row.unions.all()),
                    ngettext("%(count)d AI clause", "%(count)d AI clauses", row.clause_count)
                    % {"count": row.clause_count},
                ]
            ),
            lang=language,
            is_upcoming_clause=False,
        )
        for row in rows
        if row.effective_to
        and row.effective_to >= on
        and agreement_page.is_live(agreement=row, on=on)
    ]
    starting = clause_rows.prepared(
        queryset=clauses.Clause.objects.visible_to(viewer)
        .filter(effective_from__gt=on)
        .order_by("effective_from", "slug")[:MOST_AHEAD],
        viewer=viewer,
        language=language,
    )
    for clause in starting:
        reading = readings.read(record=clause, language=language)
        found.append(
            Ahead(
                day=clause.effective_from,
                away=wording.days_away(day=clause.effective_from, today=on),
                title=_("%(clause)s starts") % {"clause": reading.title},
                address=clause.get_absolute_url(),
                meta=clause_rows.parent_name(clause=clause),
                lang=reading.lang,
                is_upcoming_clause=True,
            )
        )
    return sorted(found, key=lambda ahead: ahead.day)[:MOST_AHEAD]


def families(*, rows: Sequence[Any], on: datetime.date) -> list[charts.Family]:
    """Put agreements (`rows`) behind those they follow; the one that ends soonest comes first."""
    by_id = {row.pk: row for row in rows}
    followed = {row.preceded_by_id for row in rows}
    found = []
    for row in rows:
        if row.pk in followed or row.effective_from is None:
            continue
        chain = [row]
        while (before := by_id.get(chain[0].preceded_by_id)) is not None and before not in chain:
            chain.insert(0, before)
        terms = tuple(
            charts.Term(
                first=link.effective_from,
                last=link.effective_to,
                last_text=_("to %(day)s") % {"day": wording.short_date(day=link.effective_to)}
                if link.effective_to
                else "",
                is_live=agreement_page.is_live(agreement=link, on=on),
            )
            for link in chain
            if link.effective_from
        )
        name = _without_years(wording.short_name(name=row.name))
        found.append(charts.Family(name=name, terms=terms))
    live = [family for family in found if any(term.is_live for term in family.terms)]
    return sorted(live, key=lambda family: (family.newest.last or datetime.date.max, family.name))


def quarters(*, viewer: visibility.Viewer | None, on: datetime.date) -> Quarters:
    """Count deployments a quarter from 2023 to the day, those known by month or day; one query."""
    days = (
        deployments.Deployment.objects.visible_to(viewer)
        .happened_by(on=on)
        .exclude(date_precision=deployments.Deployment.Precision.YEAR)
        .values_list("event_date", flat=True)
        .order_by()
    )
    tally = collections.Counter((day.year, (day.month + 2) // 3) for day in days)
    year, quarter = FIRST_QUARTER
    keys = []
    while (year, quarter) <= (on.year, (on.month + 2) // 3):
        keys.append((year, quarter))
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    counts = [tally[key] for key in keys]
    most = max(counts, default=0)
    peak = keys[counts.index(most)] if most else None
    return Quarters(
        columns=charts.columns(counts=counts),
        most=most,
        peak=_("quarter %(quarter)d of %(year)d") % {"quarter": peak[1], "year": peak[0]}
        if peak
        else "",
        last=counts[-1] if counts else 0,
    )


def news(
    *,
    rows: Sequence[Any],
    viewer: visibility.Viewer | None,
    on: datetime.date,
    words: vocabulary.Vocabulary,
) -> list[News]:
    """Return the latest deployments and beginnings of agreements (`rows`) up to a day."""
    latest = deployment_rows.rows(
        queryset=deployments.Deployment.objects.visible_to(viewer)
        .happened_by(on=on)
        .order_by("-event_date", "slug")[:MOST_NEWS],
        words=words,
    )
    found = [
        News(
            day=row.day,
            precision=row.precision,
            title=row.reading.title,
            lang=row.reading.lang,
            address=row.address,
            meta=f"{row.vendor} · {row.phase}",
            kind=_("Deployment"),
        )
        for row in latest
    ]
    for row in rows:
        if row.effective_from and row.effective_from <= on:
            reading = readings.read(record=row, language=words.language)
            found.append(
                News(
                    day=row.effective_from,
                    precision="day",
                    title=_("%(agreement)s is in force") % {"agreement": reading.title},
                    lang=reading.lang,
                    address=row.get_absolute_url(),
                    meta=", ".join(union.name for union in row.unions.all()),
                    kind=_("Agreement"),
                )
            )
    return sorted(found, key=lambda event: event.day, reverse=True)[:MOST_NEWS]


def agreements_in_order(
    *, viewer: visibility.Viewer | None, language: str
) -> list[agreements.Agreement]:
    """Read all visible agreements once; the parts of the page share them."""
    rows = agreement_page.listed(viewer=viewer, language=language)
    return list(rows.order_by(models.F("effective_to").asc(nulls_last=True), "name"))


def _without_years(name: str) -> str:
    head, space, tail = name.partition(" ")
    is_years = bool(space) and head.replace("-", "").replace("–", "").isdecimal()
    return tail if is_years else name

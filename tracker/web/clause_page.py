"""What the page of one clause says, put together from prepared records; no rules, few queries."""

import dataclasses
import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clauses import calendar, evidence, lineage, readings, visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker import standing
from tracker.matching import wording
from tracker.models import deployment as deployments
from tracker.models import link as links
from tracker.web import clause_rows, link_words, source_notes
from tracker.web import wording as page_wording

MOST_LINKS = 40


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limit:
    """One time limit: the number, its unit in words, and what starts it."""

    number: int
    unit: str
    text: str
    starts_from: str
    is_settled: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """One step in a clause's descent."""

    day: datetime.date | None
    title: str
    address: str
    note: str
    is_here: bool = False
    is_live: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Meeting:
    """A deployment that this clause meets, with the standing on the deployment's own day."""

    title: str
    address: str
    vendor: str
    day: datetime.date
    precision: str
    standing: str
    judged_on: datetime.date
    reason: str
    questions: list[str]
    is_confirmed: bool


def prepared(*, viewer: visibility.Viewer | None, language: str) -> clauses.ClauseQuerySet:
    """Return visible clauses with everything their page needs prefetched."""
    visible_agreements = agreements.Agreement.objects.visible_to(viewer)
    words = readings.in_language(model=clauses.ClauseText, language=language)
    earlier = clauses.Clause.objects.visible_to(viewer).with_parent().prefetch_related(words)
    found: clauses.ClauseQuerySet = (
        clauses.Clause.objects.visible_to(viewer)
        .with_parent()
        .prefetch_related(
            models.Prefetch("carried_into", queryset=visible_agreements.order_by("effective_from")),
            models.Prefetch("builds_on", queryset=earlier.order_by("effective_from")),
            models.Prefetch("built_upon_by", queryset=earlier.order_by("effective_from")),
            models.Prefetch(
                "dropped_by",
                queryset=clauses.Dropped.objects.filter(
                    agreement__in=visible_agreements
                ).select_related("agreement"),
            ),
            "agreement__unions",
            "sources",
            "time_limits",
            readings.in_language(model=clauses.ClauseText, language=language),
        )
    )
    return found


def limits(*, clause: clauses.Clause, reading: readings.Reading) -> list[Limit]:
    """Return the clause's time limits in words; translated where the text has them."""
    found = []
    for index, limit in enumerate(clause.time_limits.all()):
        translated = (
            reading.time_limit_notes[index] if index < len(reading.time_limit_notes) else {}
        )
        applies_to = translated.get("applies_to") or limit.applies_to
        starts_from = translated.get("starts_from") or limit.starts_from
        found.append(
            Limit(
                number=limit.number,
                unit=unit_in_words(number=limit.number, unit=limit.unit),
                text=applies_to,
                starts_from=starts_from,
                is_settled=clause.is_checked,
            )
        )
    return found


def unit_in_words(*, number: int, unit: str) -> str:
    """Write the unit of a time limit in the number that it needs."""
    match unit:
        case "hours":
            return ngettext("hour", "hours", number)
        case "days":
            return ngettext("day", "days", number)
        case "business-days":
            return ngettext("business day", "business days", number)
        case "months":
            return ngettext("month", "months", number)
    return ngettext("year", "years", number)


def checked_on(*, clause: clauses.Clause) -> datetime.date | None:
    """Return the day on which a reviewer compared it with the document; who did is not told."""
    return calendar.today(clause.checked_at) if clause.checked_at else None


def descent(*, clause: clauses.Clause, on: datetime.date, language: str) -> list[Step]:
    """Return the line of descent, oldest first: what it builds on, itself, what came after."""
    steps = [
        _step_of(
            clause=earlier, note=_("This clause changes or adds to it."), on=on, language=language
        )
        for earlier in clause.builds_on.all()
    ]
    steps.append(
        Step(
            day=clause.effective_from,
            title=clause.title,
            address="",
            note=_("You are here."),
            is_here=True,
        )
    )
    steps.extend(
        Step(
            day=carrier.effective_from,
            title=page_wording.short_name(name=carrier.name),
            address=carrier.get_absolute_url(),
            note=_("Keeps this term."),
            is_live=_covers(carrier, on),
        )
        for carrier in clause.carried_into.all()
    )
    steps.extend(
        _step_of(clause=later, note=_("Changes or adds to it."), on=on, language=language)
        for later in clause_rows.built_upon_by(clause)
    )
    return steps


def meetings(
    *,
    clause: clauses.Clause,
    viewer: visibility.Viewer | None,
    on: datetime.date,
    language: str,
) -> list[Meeting]:
    """Return the deployments up to the day that this clause meets, strongest standing first."""
    seen = deployments.Deployment.objects.visible_to(viewer).happened_by(on=on)
    rows = (
        links.Link.objects.filter(clause=clause, deployment__in=seen)
        .exclude(state=links.Link.State.REJECTED)
        .select_related("deployment__vendor")
        .prefetch_related(
            models.Prefetch(
                "deployment__texts",
                queryset=deployments.DeploymentText.objects.filter(language=language),
                to_attr="words_here",
            )
        )
        .order_by("-deployment__event_date", "deployment__slug")
    )
    order = list(links.Link.Standing.values)
    found = sorted(rows, key=lambda row: order.index(row.standing))
    labels = standing.labels(viewer=viewer)
    return [_meeting(row=row, labels=labels, language=language) for row in found]


def _meeting(*, row: links.Link, labels: wording.Labels, language: str) -> Meeting:
    event = row.deployment
    return Meeting(
        title=readings.read(record=event, language=language).title,
        address=event.get_absolute_url(),
        vendor=event.vendor.name,
        day=event.event_date,
        precision=event.date_precision,
        standing=row.standing,
        judged_on=row.judged_on,
        reason=" ".join(link_words.lead(link=row, labels=labels, language=language)),
        questions=link_words.questions(link=row, labels=labels, language=language),
        is_confirmed=row.state == links.Link.State.CONFIRMED,
    )


def shown_sources(
    *, clause: clauses.Clause, words: vocabulary.Vocabulary, is_staff: bool
) -> list[source_notes.SourceNote]:
    """Return the notes a reader may see; retellings are for staff."""
    rows = evidence.shown_for_text(sources=clause.sources.all(), is_staff=is_staff)
    return source_notes.notes(sources=rows, words=words)


def _step_of(*, clause: clauses.Clause, note: str, on: datetime.date, language: str) -> Step:
    title = readings.read(record=clause, language=language).title
    return Step(
        day=clause.effective_from,
        title=f"{title} ({clause_rows.parent_name(clause=clause)})",
        address=clause.get_absolute_url(),
        note=note,
        is_live=_covers(clause, on),
    )


def _covers(record: clauses.Clause | agreements.Agreement, on: datetime.date) -> bool:
    first, last = record.effective_from, record.effective_to
    return first is not None and first <= on and (last is None or on <= last)


def term_sentence_key(*, place: lineage.Place) -> str:
    """Return the name of the mark that goes with a place in the lineage; empty if it counts."""
    if place.counts:
        return ""
    return "upcoming" if place.state is lineage.State.NOT_BEGUN else "lapsed"

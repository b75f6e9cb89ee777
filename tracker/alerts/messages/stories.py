"""What an alert says of a change, in one language: facts in words, the same for everybody told.

Only what members may see; confirmed links as fact, everything weaker as possible and not checked.
"""

import dataclasses
import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from clauses import calendar, evidence, readings, visibility, vocabulary
from clauses import models as library
from clauses.models import change as changes
from clauses.models import union as unions
from tracker import link_ground, links, models, standing
from tracker.alerts import concerns
from tracker.alerts.messages import parts, retelling
from tracker.matching import answers, wording

LISTED = 5
"""Clauses that a message names in each of its two lists; the rest are behind the link."""

ANY_MEMBER = visibility.AnyMember()
ORDER = tuple(models.Link.Standing.values)


class NothingToTell(ValueError):
    """Raised when the record is no longer shown to members."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClauseLine:
    """One clause as a message names it."""

    heading: str
    citation: str
    reason: str
    evidence: str
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Contact:
    """A union as its staff say that it can be reached."""

    union: str
    ways: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Story:
    """What is told to everybody of the same language and unions. Plain text throughout."""

    language: str
    event: str
    title: str
    summary: str
    again: retelling.Again | None = None
    is_new: bool = False
    changed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    confirmed: tuple[ClauseLine, ...] = ()
    confirmed_rest: int = 0
    unchecked: tuple[ClauseLine, ...] = ()
    unchecked_rest: int = 0
    silence: str = ""
    steps: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    as_of: str = ""
    translation_note: str = ""


def tell(
    *, change: changes.Change, language: str, union_ids: Collection[int], today: datetime.date
) -> Story:
    """Put the change into words for members of `union_ids`. Raises NothingToTell."""
    record = concerns.subject_of(change)
    if record is None:
        raise NothingToTell(f"The record of change {change.pk} is not shown to members.")
    with translation.override(language):
        if change.act == "retracted":
            story = _of_retraction(record, change, language, today)
        elif isinstance(record, models.Deployment):
            story = _of_deployment(record, change, language, union_ids)
        else:
            story = _of_record(record, change, language, today)
        return dataclasses.replace(
            story,
            contacts=_contacts(union_ids),
            again=retelling.of_change(change=change, language=language),
        )


def _of_retraction(
    record: Any, change: changes.Change, language: str, today: datetime.date
) -> Story:
    """What was said before is not said again: only which record it was, and what to do."""
    return Story(
        language=language,
        event=_("%(kind)s · taken back on %(day)s")
        % {
            "kind": parts.kind_of(change.record_kind),
            "day": wording.day(date=calendar.today(change.at), language=language),
        },
        title=readings.read(record=record, language=language).title,
        summary="",
        steps=(
            _("If you acted on it, or signed something because of it, ask your union what to do."),
        ),
        as_of=wording.day(date=today, language=language),
    )


def _of_deployment(
    deployment: models.Deployment,
    change: changes.Change,
    language: str,
    union_ids: Collection[int],
) -> Story:
    words = vocabulary.current(language=language)
    reading = readings.read(record=deployment, language=language)
    rows = _links(deployment=deployment, union_ids=union_ids)
    firm = [row for row in rows if _is_firm(row, words)]
    weak = [row for row in rows if not _is_firm(row, words)]
    named = [_named(rows=found, union_ids=union_ids) for found in (firm, weak)]
    day = standing.own_day(deployment=deployment)
    event = _("%(day)s · %(vendor)s · %(phase)s") % {
        "day": _day(deployment.event_date, deployment.date_precision, language),
        "vendor": deployment.vendor.name,
        "phase": words.label("phases", deployment.phase),
    }
    return Story(
        language=language,
        event=event,
        title=reading.title,
        summary=_plain(reading),
        is_new=change.kind.endswith(".published"),
        changed=_changed(change),
        confirmed=tuple(_line(row, words) for row in named[0]),
        confirmed_rest=len(firm) - len(named[0]),
        unchecked=tuple(_line(row, words) for row in named[1]),
        unchecked_rest=len(weak) - len(named[1]),
        silence="" if rows else _silence(deployment, language),
        steps=_steps(firm),
        as_of=wording.day(date=day, language=language),
        translation_note=_note(reading),
    )


def _of_record(record: Any, change: changes.Change, language: str, today: datetime.date) -> Story:
    words = vocabulary.current(language=language)
    reading = readings.read(record=record, language=language)
    facts = []
    if isinstance(record, library.Clause):
        facts.append(_citation(record, language))
    if getattr(record, "effective_from", None):
        facts.append(_term(record, language))
    if record.evidence_level:
        facts.append(_evidence(record, words))
    event = _("%(kind)s · changed on %(day)s") % {
        "kind": parts.kind_of(change.record_kind),
        "day": wording.day(date=calendar.today(change.at), language=language),
    }
    if isinstance(record, library.Clause) and not record.is_checked:
        facts.append(_unchecked(record))
        if _is_weak(record, words):
            event = _("May also apply, not yet checked") + " · " + event
    return Story(
        language=language,
        event=event,
        title=reading.title,
        summary=_plain(reading),
        is_new=change.kind.endswith(".published"),
        changed=_changed(change),
        facts=tuple(facts),
        steps=(_("If this touches your work, ask your union before you agree to anything new."),),
        as_of=wording.day(date=today, language=language),
        translation_note=_note(reading),
    )


def _links(*, deployment: models.Deployment, union_ids: Collection[int]) -> list[models.Link]:
    """What was not rejected and members may see: main ones and the own unions' first."""
    visible = library.Clause.objects.visible_to(ANY_MEMBER)
    rows = list(
        models.Link.objects.filter(deployment=deployment, clause__in=visible)
        .exclude(state=models.Link.State.REJECTED)
        .select_related("clause__agreement", "clause__statute")
        .prefetch_related("clause__sources", "clause__texts", "clause__agreement__unions")
    )

    def rank(row: models.Link) -> tuple[bool, bool, int, float, str]:
        return (
            row.bearing != models.Link.Bearing.MAIN,
            not _is_own(row, union_ids),
            ORDER.index(row.standing),
            -row.score,
            row.clause.slug,
        )

    return sorted(rows, key=rank)


def _named(*, rows: list[models.Link], union_ids: Collection[int]) -> list[models.Link]:
    """The few that a message names: of the member's own unions and of laws, if there are any."""
    near = [row for row in rows if row.clause.statute_id or _is_own(row, union_ids)]
    return (near or rows)[:LISTED]


def _is_own(row: models.Link, union_ids: Collection[int]) -> bool:
    agreement = row.clause.agreement
    return agreement is not None and any(union.pk in union_ids for union in agreement.unions.all())


def _is_firm(row: models.Link, words: vocabulary.Vocabulary) -> bool:
    """Confirmed by a person, and not resting on weak evidence that nobody checked."""
    return row.state == models.Link.State.CONFIRMED and not _is_weak(row.clause, words)


def _is_weak(clause: library.Clause, words: vocabulary.Vocabulary) -> bool:
    return evidence.is_weak(grade=words.grade(clause.evidence_level), is_checked=clause.is_checked)


def _line(row: models.Link, words: vocabulary.Vocabulary) -> ClauseLine:
    clause, language = row.clause, words.language
    labels = standing.labels(viewer=ANY_MEMBER)
    notes = [
        wording.question(fact=fact, labels=labels, language=language)
        for fact in row.missing_facts[:2]
    ]
    if not clause.is_checked:
        notes.append(_unchecked(clause))
    if row.state == models.Link.State.SUGGESTED:
        notes.append(_("Proposed, not yet reviewed by staff."))
    reading = readings.read(record=clause, language=language)
    return ClauseLine(
        heading=_("%(standing)s: %(title)s")
        % {
            "standing": parts.standing_of(row.standing),
            "title": reading.title,
        },
        citation=_citation(clause, language),
        reason=_reason(row, labels, language),
        evidence=_evidence(clause, words),
        notes=tuple(notes),
    )


def _unchecked(clause: library.Clause) -> str:
    """Say of a clause that no reviewer checked how well it is known."""
    if evidence.is_second_hand(sources=clause.sources.all()):
        return _("Known from second-hand summaries; not yet checked against the agreement.")
    return _("Not yet checked against the text by staff.")


def _reason(row: models.Link, labels: wording.Labels, language: str) -> str:
    """The one or two sentences that decide: how a term ended, who is bound, which use it is."""
    told = [link_ground.reason_of(stored) for stored in row.reasons if stored.get("key")]
    wanted = ("term",) if row.standing in ("lapsed", "upcoming") else ("use", "party")
    return " ".join(
        wording.sentence(reason=reason, labels=labels, language=language)
        for reason in _first_of_each(told, wanted)
    )


def _first_of_each(
    reasons: Iterable[answers.Reason], facets: Collection[str]
) -> list[answers.Reason]:
    found: dict[str, answers.Reason] = {}
    for reason in reasons:
        if reason.facet in facets:
            found.setdefault(reason.facet, reason)
    return [found[facet] for facet in facets if facet in found]


def _silence(deployment: models.Deployment, language: str) -> str:
    key = links.proposals(deployment=deployment).silence
    return wording.silence(key=key, language=language) or _(
        "No clause on our records reaches this. That does not mean that none exists."
    )


def _steps(firm: list[models.Link]) -> tuple[str, ...]:
    found = {row.standing for row in firm}
    steps = []
    if "binding" in found:
        steps.append(
            _(
                "If this is used on your work, ask in writing what was done to keep these rules, "
                "and keep the answer."
            )
        )
    if "conditional" in found:
        steps.append(_("Ask your union whether your employer is bound by the agreement."))
    if "possible" in found:
        steps.append(_("The questions named with the clauses decide: find out the answers."))
    if not steps:
        steps.append(_("Nothing to do now. If you meet it at work, tell your union."))
    else:
        steps.append(_("Contact your union before you sign anything new."))
    return tuple(steps)


def _contacts(union_ids: Collection[int]) -> tuple[Contact, ...]:
    rows = unions.Union.objects.filter(pk__in=list(union_ids)).order_by("name")
    found = []
    for union in rows:
        ways = (union.contact_name, union.contact_email, union.contact_phone, union.contact_url)
        if union.has_contact:
            found.append(Contact(union=union.name, ways=tuple(way for way in ways if way)))
    return tuple(found)


def _changed(change: changes.Change) -> tuple[str, ...]:
    if change.act not in ("revised", "corrected"):
        return ()
    return parts.names_of(change.changed_fields)


def _plain(reading: readings.Reading) -> str:
    """Return the plainest words that there are."""
    return reading.plain or reading.summary


def _note(reading: readings.Reading) -> str:
    """Say what has to be said of the translation."""
    if reading.is_outdated:
        return _("The translation is older than this text, which you read in English.")
    if reading.is_missing and _plain(reading):
        return _("There is no translation of this record yet.")
    if reading.is_unreviewed:
        return _("The translation has not been reviewed yet.")
    return ""


def _citation(clause: library.Clause, language: str) -> str:
    if clause.statute is not None:
        return clause.statute.citation
    labels = standing.labels(viewer=ANY_MEMBER)
    slug = clause.agreement.slug if clause.agreement else ""
    name = labels.of(kind="agreement", slug=slug, language=language)
    return f"{name}, {clause.section}" if clause.section else name


def _evidence(record: Any, words: vocabulary.Vocabulary) -> str:
    return _("evidence %(grade)s, %(level)s") % {
        "grade": words.grade(record.evidence_level),
        "level": words.label("evidence-levels", record.evidence_level).lower(),
    }


def _term(record: Any, language: str) -> str:
    start = wording.day(date=record.effective_from, language=language)
    if record.effective_to is None:
        return _("In force from %(start)s.") % {"start": start}
    return _("In force from %(start)s to %(end)s.") % {
        "start": start,
        "end": wording.day(date=record.effective_to, language=language),
    }


def _day(day: datetime.date, precision: str, language: str) -> str:
    if precision == models.Deployment.Precision.YEAR:
        return str(day.year)
    if precision == models.Deployment.Precision.MONTH:
        return wording.month(date=day, language=language)
    return wording.day(date=day, language=language)

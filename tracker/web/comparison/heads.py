"""Heads of a comparison's columns: what it is, its term, and what became of it. No queries."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from clauses import comparing, lineage, readings, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker.web import agreement_page, clause_rows, wording
from tracker.web.comparison import choice as choices


@dataclasses.dataclass(frozen=True, kw_only=True)
class Head:
    """The head of a column. `without` is the address of the same table without it."""

    slug: str
    title: str
    lang: str
    label: str
    parent: str
    section: str
    address: str
    term: str
    state: str
    note: str
    counts: bool
    grade: str
    evidence: str
    without: str


def section_of(clause: clauses.Clause) -> str:
    """Return where a clause stands: its section, or how its law is cited; empty if not known."""
    return clause.section or (clause.statute.citation if clause.statute else "")


def term_in_words(*, first: datetime.date | None, last: datetime.date | None) -> str:
    """Write a term: "25 Sep 2023 – 1 May 2026"; its end is the last day in force."""
    if first is None:
        return _("First day not known")
    if last is None:
        return _("from %(first)s") % {"first": wording.short_date(day=first)}
    return f"{wording.short_date(day=first)} – {wording.short_date(day=last)}"


def of(
    *,
    column: comparing.Column,
    choice: choices.Choice,
    words: vocabulary.Vocabulary,
    on: datetime.date,
) -> Head:
    """Write the head of a prepared column."""
    if column.agreement is not None:
        return _head_of_agreement(agreement=column.agreement, choice=choice, words=words, on=on)
    entry = column.entries[0]
    clause, place = entry.clause, entry.place
    reading = readings.read(record=clause, language=words.language)
    return Head(
        slug=clause.slug,
        title=reading.title,
        lang=reading.lang,
        label=_("Clause") if clause.agreement else _("Law"),
        parent=clause_rows.parent_name(clause=clause),
        section=section_of(clause),
        address=f"{clause.get_absolute_url()}?as_of={on.isoformat()}",
        term=term_in_words(first=clause.effective_from, last=clause.effective_to),
        state=clause_rows.state_in_words(place=place),
        note=_ended_note(
            place=place,
            successors=list(clause.agreement.successors.all()) if clause.agreement else [],
        ),
        counts=place.counts,
        grade=words.grade(clause.evidence_level),
        evidence=words.label("evidence-levels", clause.evidence_level),
        without=choice.without(clause.slug).address(on=on),
    )


def _head_of_agreement(
    *,
    agreement: agreements.Agreement,
    choice: choices.Choice,
    words: vocabulary.Vocabulary,
    on: datetime.date,
) -> Head:
    reading = readings.read(record=agreement, language=words.language)
    counts = agreement_page.is_live(agreement=agreement, on=on)
    return Head(
        slug=agreement.slug,
        title=wording.short_name(name=reading.title),
        lang=reading.lang,
        label=_("Agreement"),
        parent="",
        section="",
        address=f"{agreement.get_absolute_url()}?as_of={on.isoformat()}",
        term=term_in_words(first=agreement.effective_from, last=agreement.effective_to),
        state=agreement_page.state_of(agreement=agreement, on=on),
        note=_agreement_note(agreement=agreement, on=on),
        counts=counts,
        grade=words.grade(agreement.evidence_level),
        evidence=words.label("evidence-levels", agreement.evidence_level),
        without=choice.without(agreement.slug).address(on=on),
    )


def _agreement_note(*, agreement: agreements.Agreement, on: datetime.date) -> str:
    last = agreement.effective_to
    if last is None or on <= last:
        return ""
    ended = _term_ended(last)
    if agreement.successors.all():
        return f"{ended} {_('A later agreement took its place.')}"
    return f"{ended} {_no_successor()}"


def _ended_note(*, place: lineage.Place, successors: Sequence[agreements.Agreement]) -> str:
    """Word a term that ended and that nothing we know goes on from, as every page words it."""
    if place.state is not lineage.State.ENDED or place.until is None:
        return ""
    if successors:
        unsettled = _("We did not find whether the new agreement keeps this rule; ask your union.")
        return f"{_term_ended(place.until)} {unsettled}"
    return f"{_term_ended(place.until)} {_no_successor()}"


def _term_ended(day: datetime.date) -> str:
    return _("The term ended on %(last)s.") % {"last": wording.sentence_date(day=day)}


def _no_successor() -> str:
    return _(
        "We found no successor. Rules often go on applying after an agreement ends while a new"
        " one is bargained; ask your union."
    )

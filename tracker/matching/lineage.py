"""Where in time a clause stands on a day: not begun, in force, carried on, or ended."""

import dataclasses
import datetime
from collections.abc import Mapping

from tracker.matching import records, terms

NOT_BEGUN, IN_FORCE, CARRIED, ENDED, NEVER = "not-begun", "in-force", "carried", "ended", "never"


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A stretch in which a clause is in force under a governing agreement or law."""

    term: terms.Term
    governing: str
    concluded: datetime.date | None
    is_own: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Timing:
    """A clause's state on a day, with the span that says so."""

    state: str
    span: Span | None = None

    @property
    def counts(self) -> bool:
        """Whether the clause is in force on the day."""
        return self.state in (IN_FORCE, CARRIED)


def spans_of(
    clause: records.ClauseRecord,
    *,
    agreements: Mapping[str, records.AgreementRecord],
    statutes: Mapping[str, records.StatuteRecord],
) -> tuple[Span, ...]:
    """The clause's own stretch and those of the agreements that carry it, earliest first."""
    if clause.statute:
        law = statutes[clause.statute]
        term = clause.term or law.term
        if law.is_bill or term is None:
            return ()
        return (Span(term, law.slug, clause.concluded or law.concluded, is_own=True),)
    own = agreements[clause.agreement]
    found = []
    if clause.term is not None and own.term is not None:
        term = _within(_extended(clause.term, own), own.term, own)
        if term is not None:
            found.append(Span(term, own.slug, clause.concluded or own.concluded, is_own=True))
    for slug in clause.carried_into:
        later = agreements.get(slug)
        if later is not None and later.term is not None:
            term = _extended(later.term, later)
            found.append(Span(term, slug, later.concluded, is_own=False))
    return tuple(sorted(found, key=lambda span: (span.term.first_day, not span.is_own)))


def term_of(agreement: records.AgreementRecord) -> terms.Term | None:
    """The agreement's term with its extension; None if it was never in force."""
    return None if agreement.term is None else _extended(agreement.term, agreement)


def _extended(term: terms.Term, agreement: records.AgreementRecord) -> terms.Term:
    """The term with the agreement's extension, if it runs to the agreement's last day."""
    own = agreement.term
    if agreement.extended_to is None or own is None or term.day_after != own.day_after:
        return term
    day_after = agreement.extended_to + terms.ONE_DAY
    if term.day_after is not None and day_after <= term.day_after:
        return term
    return terms.Term(term.first_day, day_after)


def _within(
    term: terms.Term, outer: terms.Term, agreement: records.AgreementRecord
) -> terms.Term | None:
    """The part of a clause's term that lies in its agreement's."""
    outer = _extended(outer, agreement)
    first = max(term.first_day, outer.first_day)
    ends = [day for day in (term.day_after, outer.day_after) if day is not None]
    day_after = min(ends) if ends else None
    if day_after is not None and day_after <= first:
        return None
    return terms.Term(first, day_after)


def timing(spans: tuple[Span, ...], on: datetime.date) -> Timing:
    """Where the clause stands on the day."""
    if not spans:
        return Timing(NEVER)
    ended: Span | None = None
    for span in spans:
        if span.term.includes(on):
            return Timing(IN_FORCE if span.is_own else CARRIED, span)
        if not span.term.has_begun(on):
            return Timing(NOT_BEGUN, span)
        ended = span
    return Timing(ENDED, ended)


def is_near(span: Span, on: datetime.date) -> bool:
    """Whether what has not begun is concluded by the day and starts within twelve months."""
    if span.concluded is None or span.concluded > on:
        return False
    return span.term.first_day <= terms.a_year_after(on)


def is_recent(span: Span, on: datetime.date, since: datetime.date | None) -> bool:
    """Whether what has ended did so within twelve months, or since the product's first event."""
    last_day = span.term.last_day
    if last_day is None:
        return False
    if since is not None and since <= last_day:
        return True
    return on <= terms.a_year_after(last_day)

"""What the page of a clause's line says: its members in words, and neighbours word by word."""

import dataclasses
import datetime

from django.utils.translation import gettext as _

from clauses import families, lineage, readings, visibility, word_difference
from clauses.models import Clause
from tracker.web import clause_rows
from tracker.web import wording as page_wording


@dataclasses.dataclass(frozen=True, kw_only=True)
class Ending:
    """What became of a clause in one later agreement."""

    fate: str
    sentence: str
    agreement_name: str
    agreement_address: str
    later: tuple[tuple[str, str], ...] = ()
    source: str = ""
    source_url: str = ""
    reason: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stop:
    """One clause of the line."""

    clause: Clause
    reading: readings.Reading
    parent: str
    place: lineage.Place
    origin: str
    endings: tuple[Ending, ...]
    is_here: bool

    @property
    def state(self) -> str:
        """Whether it counts on the day of the page."""
        return clause_rows.state_in_words(place=self.place)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two neighbours of the line, compared in one language."""

    earlier_title: str
    earlier_parent: str
    later_title: str
    later_parent: str
    lang: str
    difference: word_difference.Difference


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """The whole line, the oldest first."""

    stops: tuple[Stop, ...]
    comparisons: tuple[Comparison, ...]


def line_of(*, clause: Clause, viewer: visibility.Viewer | None, language: str) -> families.Line:
    """Read the line of a clause as the viewer may see it."""
    visible = Clause.objects.visible_to(viewer)
    prepared = clause_rows.prepared(queryset=visible, viewer=viewer, language=language)
    return families.line(clause=clause, viewer=viewer, prepared=prepared)


def page_of(*, line: families.Line, on: datetime.date, language: str) -> Page:
    """Put a line into words; no queries."""
    return Page(
        stops=tuple(_stop(member, line=line, on=on, language=language) for member in line.members),
        comparisons=tuple(
            comparison_of(earlier=earlier, later=later, language=language)
            for earlier, later in line.pairs
        ),
    )


def comparison_of(*, earlier: Clause, later: Clause, language: str) -> Comparison:
    """Compare two summaries in the reader's language where both have it, else in English."""
    lang, difference = families.compared(earlier=earlier, later=later, language=language)
    return Comparison(
        earlier_title=readings.read(record=earlier, language=lang).title,
        earlier_parent=clause_rows.parent_name(clause=earlier),
        later_title=readings.read(record=later, language=lang).title,
        later_parent=clause_rows.parent_name(clause=later),
        lang=lang,
        difference=difference,
    )


def _stop(
    member: families.Member, *, line: families.Line, on: datetime.date, language: str
) -> Stop:
    return Stop(
        clause=member.clause,
        reading=readings.read(record=member.clause, language=language),
        parent=clause_rows.parent_name(clause=member.clause),
        place=clause_rows.place_of(clause=member.clause, on=on),
        origin=_origin(member.origin),
        endings=tuple(_ending(outcome, language=language) for outcome in member.outcomes),
        is_here=member.clause.pk == line.clause.pk,
    )


def _origin(origin: families.Origin) -> str:
    match origin:
        case families.Origin.FIRST:
            return _("The first of its line on our records.")
        case families.Origin.CHANGES:
            return _("Changes or adds to what stands above it; this is our reading.")
        case families.Origin.NEW:
            return _("New: every clause of the agreement before is settled, and none leads here.")
    return _("Not settled whether it is new: not every clause of the agreement before is settled.")


def _ending(outcome: families.Outcome, *, language: str) -> Ending:
    name = page_wording.short_name(name=outcome.agreement.name) if outcome.agreement else ""
    later = tuple(
        (readings.read(record=each, language=language).title, each.get_absolute_url())
        for each in outcome.clauses
    )
    dropping = outcome.dropping if outcome.fate is families.Fate.DROPPED else None
    return Ending(
        fate=outcome.fate.value,
        sentence=_sentence(outcome),
        agreement_name=name,
        agreement_address=outcome.agreement.get_absolute_url() if outcome.agreement else "",
        later=later,
        source=dropping.source_title if dropping else "",
        source_url=dropping.source_url if dropping else "",
        reason=dropping.reason if dropping else "",
    )


def _sentence(outcome: families.Outcome) -> str:
    match outcome.fate:
        case families.Fate.CARRIED if outcome.clauses:
            return _("Carried on, and added to:")
        case families.Fate.CARRIED:
            return _("Carried on: it keeps this term.")
        case families.Fate.REPLACED:
            return _("Replaced, as we read it, by:")
        case families.Fate.DROPPED:
            return _("Dropped.")
    return _("Not settled: we did not find whether this agreement keeps it. Ask your union.")

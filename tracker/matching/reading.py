"""One event read against the library on one day: a verdict for each clause, or none."""

import dataclasses
import datetime
import functools
from collections.abc import Iterable

from tracker.matching import (
    answers,
    bearing,
    bound,
    facts,
    library,
    lineage,
    places,
    records,
    sectors,
    terms,
    uses,
)

TERRITORIES = (places.Territory.INSIDE, places.Territory.WIDER)
"""Where an event must lie for a law to matter."""


@dataclasses.dataclass(slots=True)
class Verdict:
    """A clause that matters, with everything its reasons are made of."""

    shelved: library.Shelved
    standing: str
    match: uses.Match
    sector: sectors.SectorMatch
    timing: lineage.Timing
    finding: facts.Finding
    missing: tuple[str, ...]
    met_places: tuple[str, ...] = ()
    territory: places.Territory | None = None
    who: bound.Bound | None = None
    not_covered: str = ""
    not_covered_by: tuple[str, ...] = ()
    cap: str = ""

    @property
    def slug(self) -> str:
        """The clause's slug."""
        return self.shelved.clause.slug

    @property
    def counts(self) -> bool:
        """Whether the clause is in force for this on the day, be it only possibly."""
        return self.standing in answers.COUNTING


@dataclasses.dataclass(frozen=True, slots=True)
class AgreementView:
    """Whether an agreement matters for the event, and by which places."""

    matters: bool
    places: tuple[str, ...] = ()


class Reading:
    """The decision order, first that fits, for every clause of one event on one day."""

    def __init__(
        self,
        *,
        shelves: library.Library,
        event: records.EventRecord,
        on: datetime.date,
        meeting: uses.Meeting | None = None,
    ) -> None:
        self.library = shelves
        self.event = event
        self.on = on
        self.knowledge = facts.Knowledge(event)
        self.meeting = meeting or uses.Meeting(event=event, words=shelves.words)
        self.cap = bearing.cap(event)
        self._timings: dict[int, lineage.Timing | None] = {}
        self._findings: dict[tuple[int, tuple[str, ...]], facts.Finding] = {}
        self._views: dict[str, AgreementView] = {}
        self._bounds: dict[tuple[str, bool], bound.Bound] = {}
        self._covered: dict[tuple[str, bool], tuple[str, tuple[str, ...]]] = {}
        self._lies: dict[str, tuple[places.Territory, tuple[str, ...]]] = {}
        self._sectors: dict[tuple[str, tuple[str, ...]], sectors.SectorMatch | None] = {}

    def verdicts(self) -> list[Verdict]:
        """Every clause that matters, before definitions and entries are put together."""
        found = []
        since, until = terms.a_year_around(self.on)
        since = min(since, self.event.product_first_day or since)
        for shelved in self.library.candidates(
            self.meeting, places=self._near(), since=since, until=until
        ):
            if shelved.agreement is not None and not self._view(shelved.agreement).matters:
                continue
            verdict = self.verdict(shelved)
            if verdict is not None:
                found.append(verdict)
        return found

    def _near(self) -> Iterable[str]:
        """Places whose agreements or laws may matter: all, unless something told says where."""
        if places.counting(self.event):
            return [
                place
                for place in self.library.places
                if places.reached(event=self.event, country=place)
                or places.in_territory(event=self.event, territory=place)[0] in TERRITORIES
            ]
        register = self.library.register
        countries = {register.country(party) for party in self.event.doers} - {""}
        if not countries:
            return self.library.places
        tied = {name for party in self.event.doers for name in register.agreements_of(party)}
        named = (self.library.agreements.get(name) for name in (*tied, *self.event.bound_by))
        return sorted(countries | {found.country for found in named if found is not None})

    def verdict(self, shelved: library.Shelved) -> Verdict | None:
        """The standing of one clause by the decision order; None for nothing."""
        timing = self._timing(shelved)
        if timing is None or self._is_replaced(shelved):
            return None
        if not bearing.raises(event=self.event, clause=shelved.clause):
            return None
        match = self.meeting.meet(profile=shelved.profile, number=shelved.profile_number)
        if match is None:
            return None
        sector = self._sector(shelved)
        if sector is None:
            return None
        verdict = self._hold(shelved, match, sector, timing)
        if verdict is None or not self._has_place(verdict):
            return None
        return self._settle(verdict)

    def _timing(self, shelved: library.Shelved) -> lineage.Timing | None:
        """How the term lies to the day; None where nothing follows: far off, or long over."""
        number = shelved.spans_number
        if number not in self._timings:
            timing = lineage.timing(shelved.spans, self.on)
            self._timings[number] = timing if self._is_timely(timing) else None
        return self._timings[number]

    def _is_timely(self, timing: lineage.Timing) -> bool:
        if timing.span is None:
            return False
        if timing.state == lineage.NOT_BEGUN:
            return lineage.is_near(timing.span, self.on)
        if timing.state == lineage.ENDED:
            return lineage.is_recent(timing.span, self.on, self.event.product_first_day)
        return True

    def _is_replaced(self, shelved: library.Shelved) -> bool:
        return shelved.replaced_from is not None and shelved.replaced_from <= self.on

    def _sector(self, shelved: library.Shelved) -> sectors.SectorMatch | None:
        key = (shelved.parent, shelved.sectors)
        if key not in self._sectors:
            agreement = shelved.agreement
            self._sectors[key] = sectors.meet(
                event_sectors=self.event.sectors,
                sectors=shelved.sectors,
                ruled_out=self.event.not_sectors,
                needs={} if agreement is None else agreement.sector_needs,
            )
        return self._sectors[key]

    def _hold(
        self,
        shelved: library.Shelved,
        match: uses.Match,
        sector: sectors.SectorMatch,
        timing: lineage.Timing,
    ) -> Verdict | None:
        """Facts: known false excludes; what is unknown is kept as missing."""
        finding = self._find(shelved, match, sector)
        if finding.excluded_by:
            return None
        return Verdict(
            shelved=shelved,
            standing="",
            match=match,
            sector=sector,
            timing=timing,
            finding=finding,
            missing=finding.missing,
            cap=self.cap,
        )

    def _find(
        self, shelved: library.Shelved, match: uses.Match, sector: sectors.SectorMatch
    ) -> facts.Finding:
        needs = shelved.needs
        if sector.needs:
            needs = dataclasses.replace(needs, required=(*needs.required, *sector.needs))
            return self.knowledge.find(needs=needs, uses=match.uses)
        key = (shelved.needs_number, match.uses)
        finding = self._findings.get(key)
        if finding is None:
            finding = self.knowledge.find(needs=needs, uses=match.uses)
            self._findings[key] = finding
        return finding

    def _has_place(self, verdict: Verdict) -> bool:
        """An agreement's places came with it; a law needs its territory or a wider place."""
        shelved = verdict.shelved
        if shelved.agreement is not None:
            verdict.met_places = self._view(shelved.agreement).places
            return True
        if shelved.statute is None:
            return False
        territory = shelved.statute.jurisdiction
        if territory not in self._lies:
            self._lies[territory] = places.in_territory(event=self.event, territory=territory)
        verdict.territory, verdict.met_places = self._lies[territory]
        return verdict.territory in TERRITORIES

    def _settle(self, verdict: Verdict) -> Verdict | None:
        span = verdict.timing.span
        if span is None:
            return None
        if verdict.timing.state == lineage.NOT_BEGUN:
            verdict.standing = answers.UPCOMING
            return verdict
        if verdict.timing.state == lineage.ENDED:
            verdict.standing = answers.LAPSED
            lapses = not verdict.missing and not bearing.defines(verdict.shelved.clause)
            return verdict if lapses else None
        self._weigh(verdict, span.governing)
        return verdict

    def _weigh(self, verdict: Verdict, governing: str) -> None:
        """Binding, conditional or possible, with who is bound and what is not shown."""
        is_direct = verdict.match.how == uses.DIRECT
        if verdict.shelved.agreement is None:
            is_binding = verdict.territory is places.Territory.INSIDE
        else:
            verdict.who = self.bound_under(governing, verdict.match.clause_uses)
            verdict.not_covered, verdict.not_covered_by = self._why_not_covered(
                governing, verdict.match.clause_uses
            )
            is_binding = verdict.who.is_bound and not verdict.not_covered
        if verdict.missing:
            verdict.standing = answers.POSSIBLE
        elif is_binding and is_direct and not self.cap:
            verdict.standing = answers.BINDING
        else:
            verdict.standing = answers.CONDITIONAL

    def bound_under(self, agreement: str, clause_uses: tuple[str, ...] = ()) -> bound.Bound:
        """Who is bound by the agreement for these uses on the day."""
        is_training = clause_uses == (bound.TRAINING,)
        found = self._bounds.get((agreement, is_training))
        if found is None:
            found = self._bounds[agreement, is_training] = self._look_up(agreement, clause_uses)
        return found

    def _look_up(self, agreement: str, clause_uses: tuple[str, ...]) -> bound.Bound:
        found = self.library.register.under(
            agreement=agreement,
            event=self.event,
            doers=bound.doers(event=self.event, clause_uses=clause_uses),
            on=self.on,
        )
        signed = agreement in self.library.signatory_agreements
        if signed and not found.is_bound and self.knowledge.value(facts.SIGNATORY):
            return dataclasses.replace(found, is_assumed=True)
        return found

    def _why_not_covered(
        self, governing: str, clause_uses: tuple[str, ...]
    ) -> tuple[str, tuple[str, ...]]:
        key = (governing, bool(bound.DUBBING & set(clause_uses)))
        if key not in self._covered:
            self._covered[key] = bound.why_not_covered(
                event=self.event,
                agreement=self.library.agreements[governing],
                clause_uses=clause_uses,
                is_first_bound=self._is_first_bound,
            )
        return self._covered[key]

    @functools.cached_property
    def _is_first_bound(self) -> bool:
        """Whether the first-named deployer is bound by any agreement on the day."""
        first = self.event.deployers[0] if self.event.deployers else ""
        return self.library.register.binds_somehow(party=first, works=self.event.works, on=self.on)

    def _view(self, agreement: records.AgreementRecord) -> AgreementView:
        view = self._views.get(agreement.slug)
        if view is None:
            self._views[agreement.slug] = view = self._look(agreement)
        return view

    def _look(self, agreement: records.AgreementRecord) -> AgreementView:
        reached = self._places_of(agreement)
        if reached is None or not self._takes_part(agreement) or not self._is_chosen(agreement):
            return AgreementView(matters=False)
        return AgreementView(matters=True, places=reached)

    def _places_of(self, agreement: records.AgreementRecord) -> tuple[str, ...] | None:
        """Places by which the agreement is met; empty if none was told; None if it is not."""
        if places.is_ruled_out(event=self.event, place=agreement.country):
            return None
        if places.counting(self.event):
            return places.reached(event=self.event, country=agreement.country) or None
        register = self.library.register
        if agreement.slug in self.event.bound_by:
            return ()
        countries = {register.country(party) for party in self.event.doers} - {""}
        if not countries or agreement.country in countries:
            return ()
        tied = not agreement.single_employer and any(
            register.has_row(agreement=agreement.slug, party=party) for party in self.event.doers
        )
        return () if tied else None

    def _takes_part(self, agreement: records.AgreementRecord) -> bool:
        """An agreement with a single company counts only where that company takes part."""
        if not agreement.single_employer or agreement.slug in self.event.bound_by:
            return True
        parties = {*self.event.deployers, *self.event.employers}
        return bool(parties & self.library.register.signed(agreement.slug))

    def _is_chosen(self, agreement: records.AgreementRecord) -> bool:
        """Of alternative agreements only the one that binds; the main one if none does."""
        if agreement.instead_of:
            return self._binds_instead(agreement)
        others = self.library.alternatives.get(agreement.slug, ())
        if not any(self._binds_instead(self.library.agreements[other]) for other in others):
            return True
        return self.bound_under(agreement.slug).is_bound

    def _binds_instead(self, agreement: records.AgreementRecord) -> bool:
        if agreement.region and agreement.region in places.counting(self.event):
            return True
        return self.bound_under(agreement.slug).is_bound

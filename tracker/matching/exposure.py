"""Exposure: live product × bargaining unit × element that no clause in force reaches.

What is counted: a product concerns a unit if an event of its life shows a use that is the role's
own, affects that role, and lies in the sectors and the country of the unit's agreement. Where the
text is not in our records, what nothing reaches is *unknown*; it is counted apart, never as a gap.
"""

import dataclasses
import datetime
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from tracker.matching import coverage, lives, places, records, sectors, units


class Line(NamedTuple):
    """A live product and a unit that it concerns: by which uses, and what reaches none of them."""

    product: str
    vendor: str
    unit: units.Unit
    uses: tuple[str, ...]
    unreached: tuple[str, ...]
    is_known: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Total:
    """Counts of triples: gaps, and those of which we do not know."""

    gaps: int = 0
    unknown: int = 0


class Picture:
    """The map of a day with the live products behind it."""

    def __init__(
        self,
        *,
        cover: coverage.Coverage,
        happenings: Iterable[lives.Happening],
        on: datetime.date,
    ) -> None:
        self.cover = cover
        self.on = on
        self.live = lives.live_on(happenings, on)
        self._numbers = {unit: number for number, unit in enumerate(cover.units)}
        self._uses = {use: number for number, use in enumerate(sorted(cover.library.words.uses))}
        self._names = tuple(self._uses)
        self._own = [self._own_mask(unit) for unit in cover.units]
        self._affected: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._met: dict[tuple[tuple[str, ...], ...], tuple[int, ...]] = {}
        self._lists: dict[int, tuple[str, ...]] = {}
        self._spellings: dict[int, tuple[tuple[int, ...], tuple[str, ...]]] = {}
        self._of_unit: dict[int, tuple[int, ...]] = {}
        self.lines = tuple(self._all_lines())

    def total(self, keep: Callable[[Line], bool] = lambda line: True) -> Total:
        """Exposure of the lines kept: of a vendor, a role, a union, a product, or all."""
        gaps = unknown = 0
        for line in self.lines:
            if keep(line):
                if line.is_known:
                    gaps += len(line.unreached)
                else:
                    unknown += len(line.unreached)
        return Total(gaps=gaps, unknown=unknown)

    def doing(self, use: str) -> tuple[str, ...]:
        """The live products that do a use; for a family of uses, one of its leaves too."""
        wanted = {use, *self.cover.leaves.get(use, ())}
        return tuple(one.product for one in self.live if wanted & one.uses)

    @functools.cached_property
    def behind(self) -> Mapping[tuple[units.Unit, str], tuple[str, ...]]:
        """Live products that concern a unit by a use; by a family of uses, for its leaves too."""
        above = {leaf: family for family, below in self.cover.leaves.items() for leaf in below}
        counted: dict[tuple[str, ...], tuple[str, ...]] = {}
        found: dict[int, dict[str, list[str]]] = {}
        for line in self.lines:
            if line.uses not in counted:
                families = (above[use] for use in line.uses if use in above)
                counted[line.uses] = tuple(dict.fromkeys((*line.uses, *families)))
            of_unit = found.setdefault(self._numbers[line.unit], {})
            for use in counted[line.uses]:
                of_unit.setdefault(use, []).append(line.product)
        return {
            (self.cover.units[number], use): tuple(products)
            for number, of_unit in found.items()
            for use, products in of_unit.items()
        }

    def _all_lines(self) -> Iterable[Line]:
        """Units and uses are numbers and bits here: there are many of them in each other's way."""
        known = [self.cover.is_known(unit) for unit in self.cover.units]
        for one in self.live:
            concerned: dict[int, int] = {}
            for event in one.events:
                shown = self._mask(lives.uses_of(event))
                for number in self._concerned(event):
                    found = shown & self._own[number]
                    if found:
                        concerned[number] = concerned.get(number, 0) | found
            for number in sorted(concerned):
                uses, unreached = self._parts_of(number, concerned[number])
                yield Line(
                    one.product,
                    one.vendor,
                    self.cover.units[number],
                    uses,
                    unreached,
                    known[number],
                )

    def _parts_of(self, number: int, mask: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The uses of a mask, and the elements that reach none of them for that unit."""
        places_of_uses, uses = self._spelled(mask)
        reaching = self._reaching(number)
        reached = 0
        for place in places_of_uses:
            reached |= reaching[place]
        unreached = self._lists.get(reached)
        if unreached is None:
            unreached = self._lists[reached] = tuple(
                element
                for place, element in enumerate(self.cover.elements)
                if not reached >> place & 1
            )
        return uses, unreached

    def _spelled(self, mask: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
        found = self._spellings.get(mask)
        if found is None:
            bits = tuple(place for place in range(len(self._names)) if mask >> place & 1)
            found = self._spellings[mask] = (bits, tuple(self._names[place] for place in bits))
        return found

    def _reaching(self, number: int) -> tuple[int, ...]:
        """For each use, the elements that reach it for the unit."""
        found = self._of_unit.get(number)
        if found is None:
            unit = self.cover.units[number]
            found = self._of_unit[number] = tuple(
                self.cover.mask(use=use, unit=unit) for use in self._names
            )
        return found

    def _mask(self, uses: Iterable[str]) -> int:
        mask = 0
        for use in uses:
            mask |= 1 << self._uses[use] if use in self._uses else 0
        return mask

    def _own_mask(self, unit: units.Unit) -> int:
        own = self.cover.library.words.own_uses(unit.role)
        return self._mask(self._uses if own is None else own)

    def _concerned(self, event: records.EventRecord) -> Iterable[int]:
        """Units that an event affects in their sector, country and, if it is one, company."""
        counted = places.counting(event)
        key = (event.roles, event.sectors, counted)
        met = self._met.get(key)
        if met is None:
            met = self._met[key] = tuple(
                number
                for number in self._affected_by(event.roles)
                if self._lies_in(event, self._agreement(number), has_place=bool(counted))
            )
        for number in met:
            agreement = self._agreement(number)
            if not agreement.single_employer or self._takes_part(event, agreement):
                yield number

    def _affected_by(self, roles: tuple[str, ...]) -> tuple[int, ...]:
        """Units whose role one of the affected roles meets. No role told: nobody is named."""
        found = self._affected.get(roles)
        if found is None:
            words = self.cover.library.words
            found = self._affected[roles] = tuple(
                number
                for unit, number in self._numbers.items()
                if any(
                    words.roles_met(role=role, protected=(unit.role,), unions=(unit.union,))
                    for role in roles
                )
            )
        return found

    @functools.cached_property
    def _agreements(self) -> tuple[records.AgreementRecord, ...]:
        cover = self.cover
        return tuple(
            cover.governing[unit.family].agreement or cover.families.members[unit.family][0]
            for unit in cover.units
        )

    def _agreement(self, number: int) -> records.AgreementRecord:
        return self._agreements[number]

    def _lies_in(
        self, event: records.EventRecord, agreement: records.AgreementRecord, *, has_place: bool
    ) -> bool:
        in_sector = sectors.meet(
            event_sectors=event.sectors,
            sectors=agreement.sectors,
            needs=agreement.sector_needs,
        )
        if in_sector is None:
            return False
        return not has_place or bool(places.reached(event=event, country=agreement.country))

    def _takes_part(self, event: records.EventRecord, agreement: records.AgreementRecord) -> bool:
        parties = {*event.deployers, *event.employers}
        signed = self.cover.library.register.signed(agreement.slug)
        return agreement.slug in event.bound_by or bool(parties & signed)


def of_event(
    *, cover: coverage.Coverage, happening: lives.Happening, on: datetime.date
) -> tuple[Line, ...]:
    """Exposure of one deployment taken alone: by its own uses, roles, sectors and places."""
    return Picture(cover=cover, happenings=[happening], on=on).lines

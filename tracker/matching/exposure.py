"""Exposure: live product × bargaining unit × element that no clause in force reaches.

What is counted: a product concerns a unit if an event of its life shows a use that is the role's
own, affects that role, and lies in the sectors and the country of the unit's agreement. Where the
text is not in our records, what nothing reaches is *unknown*; it is counted apart, never as a gap.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterable

from tracker.matching import coverage, lives, places, records, sectors, units


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
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
        self._by_role: dict[tuple[str, ...], tuple[units.Unit, ...]] = {}
        self._meets: dict[tuple[tuple[str, ...], tuple[str, ...], str], bool] = {}
        self.lines = tuple(self._all_lines())
        self.behind: dict[tuple[units.Unit, str], tuple[str, ...]] = self._behind()

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

    def _behind(self) -> dict[tuple[units.Unit, str], tuple[str, ...]]:
        found: dict[tuple[units.Unit, str], dict[str, None]] = {}
        above = {leaf: family for family, below in self.cover.leaves.items() for leaf in below}
        for line in self.lines:
            for use in line.uses:
                for counted in (use, above.get(use)):
                    if counted is not None:
                        found.setdefault((line.unit, counted), {})[line.product] = None
        return {key: tuple(products) for key, products in found.items()}

    def _all_lines(self) -> Iterable[Line]:
        every = (1 << len(self.cover.elements)) - 1
        names: dict[int, tuple[str, ...]] = {}
        for one in self.live:
            concerned: dict[units.Unit, set[str]] = {}
            for event in one.events:
                for unit, found in self._concerned(event):
                    concerned.setdefault(unit, set()).update(found)
            for unit in sorted(concerned):
                reached = 0
                for use in concerned[unit]:
                    reached |= self.cover.mask(use=use, unit=unit)
                left = every & ~reached
                if left not in names:
                    names[left] = tuple(
                        element
                        for number, element in enumerate(self.cover.elements)
                        if left >> number & 1
                    )
                yield Line(
                    product=one.product,
                    vendor=one.vendor,
                    unit=unit,
                    uses=tuple(sorted(concerned[unit])),
                    unreached=names[left],
                    is_known=self.cover.is_known(unit),
                )

    def _concerned(
        self, event: records.EventRecord
    ) -> Iterable[tuple[units.Unit, frozenset[str]]]:
        shown = lives.uses_of(event)
        for unit in self._affected(event.roles):
            if not self._is_met(event, unit.family):
                continue
            own = self.cover.library.words.own_uses(unit.role)
            found = shown if own is None else shown & own
            if found:
                yield unit, found

    def _affected(self, roles: tuple[str, ...]) -> tuple[units.Unit, ...]:
        """Units whose role one of the affected roles meets. No role told: nobody is named."""
        found = self._by_role.get(roles)
        if found is None:
            words = self.cover.library.words
            found = self._by_role[roles] = tuple(
                unit
                for unit in self.cover.units
                if any(
                    words.roles_met(role=role, protected=(unit.role,), unions=(unit.union,))
                    for role in roles
                )
            )
        return found

    def _is_met(self, event: records.EventRecord, family: str) -> bool:
        """Whether an event lies in sector, country and, if there is one, company of the family."""
        agreement = self.cover.governing[family].agreement or self.cover.families.members[family][0]
        if agreement.single_employer:
            parties = {*event.deployers, *event.employers}
            signed = self.cover.library.register.signed(agreement.slug)
            if agreement.slug not in event.bound_by and not parties & signed:
                return False
        counted = places.counting(event)
        key = (event.sectors, counted, agreement.slug)
        met = self._meets.get(key)
        if met is None:
            in_sector = sectors.meet(
                event_sectors=event.sectors,
                sectors=agreement.sectors,
                needs=agreement.sector_needs,
            )
            in_place = not counted or places.reached(event=event, country=agreement.country)
            met = self._meets[key] = in_sector is not None and bool(in_place)
        return met


def of_event(
    *, cover: coverage.Coverage, happening: lives.Happening, on: datetime.date
) -> tuple[Line, ...]:
    """Exposure of one deployment taken alone: by its own uses, roles, sectors and places."""
    return Picture(cover=cover, happenings=[happening], on=on).lines

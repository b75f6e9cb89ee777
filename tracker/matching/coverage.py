"""The map of gaps: what the clauses in force on a day secure, for each use and bargaining unit.

A clause reaches a use if it is in force (its own term, or an agreement that carries it), is not
replaced, protects the unit's role and names the use, its family or, for a family, one of its
leaves. It reaches *in part* what it reaches in some cases alone: where a fact that singles out a
case is needed, where the use is incidental to it, or where it binds the company and not the work.
"""

import dataclasses
import datetime
import enum
import functools
from collections.abc import Collection, Iterable, Iterator, Sequence

from tracker.matching import bearing, facts, library, lineage, units, uses, vocabulary

RESERVATION = "reservation"
"""The type of a clause that keeps a question open: it secures nothing."""


class State(enum.StrEnum):
    """What a cell says (DESIGN section 3)."""

    COVERED = "covered"
    PARTIAL = "partial"
    RESERVED = "reserved"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cell:
    """A use × a bargaining unit on a day, with the clauses and elements that made it so.

    `whole` are elements that reach every such use, `partly` those that reach some cases alone,
    `lacking` those that this family negotiated elsewhere and that do not reach it.
    """

    use: str
    unit: units.Unit
    state: State
    clauses: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()
    reserving: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many clauses in force reach it, be it in part."""
        return len(self.clauses) + len(self.sometimes)


@dataclasses.dataclass(slots=True)
class _Reach:
    """What was gathered for one cell: masks of elements, numbers of clauses in their order.

    `clauses` says of each whether it reaches the whole use.
    """

    whole: int = 0
    partly: int = 0
    clauses: dict[int, bool] = dataclasses.field(default_factory=dict)
    reserving: list[int] = dataclasses.field(default_factory=list)
    ended: list[int] = dataclasses.field(default_factory=list)


class Coverage:
    """All cells of a day, from clauses that are gone through once.

    `held` are the agreements whose text is in our records; `elements` the vocabulary, in order.
    """

    def __init__(
        self,
        *,
        shelves: library.Library,
        held: Collection[str],
        elements: Sequence[str],
        on: datetime.date,
    ) -> None:
        self.library = shelves
        self.on = on
        self.elements = tuple(elements)
        self.families = units.Families(shelves.agreements)
        self.units = units.all_units(families=self.families, represents=shelves.words.represents)
        self.governing = {
            family: self.families.governing(family, on) for family in self.families.members
        }
        self.known = frozenset(
            family
            for family, found in self.governing.items()
            if found.agreement is not None and found.agreement.slug in held
        )
        self._bits = {element: 1 << number for number, element in enumerate(self.elements)}
        self._negotiated = dict.fromkeys(self.families.members, 0)
        self._reaches: dict[tuple[units.Unit, str], _Reach] = {}
        self._cells: dict[tuple[str, units.Unit, bool], Cell] = {}
        self._of_family: dict[str, list[units.Unit]] = {}
        for unit in self.units:
            self._of_family.setdefault(unit.family, []).append(unit)
        self._gather()
        self._settle_families()

    def _gather(self) -> None:
        hits: dict[tuple[int, int, str, str], tuple[tuple[units.Unit, str, bool], ...]] = {}
        for number, shelved in enumerate(self.library.shelf):
            if shelved.agreement is None or bearing.defines(shelved.clause):
                continue
            if shelved.replaced_from is not None and shelved.replaced_from <= self.on:
                continue
            timing = lineage.timing(shelved.spans, self.on)
            if timing.span is None or timing.state == lineage.NOT_BEGUN:
                continue
            family = self.families.of(timing.span.governing)
            key = (shelved.profile_number, shelved.needs_number, family, shelved.clause.level)
            if key not in hits:
                hits[key] = tuple(self._hits(shelved, family))
            self._enter(number, shelved, hits[key], family=family, counts=timing.counts)

    def _enter(
        self,
        number: int,
        shelved: library.Shelved,
        hits: Iterable[tuple[units.Unit, str, bool]],
        *,
        family: str,
        counts: bool,
    ) -> None:
        is_reserving = RESERVATION in shelved.clause.safeguard_types
        mask = 0
        if counts and not is_reserving:
            for element in shelved.clause.elements:
                mask |= self._bits.get(element, 0)
            if not mask:
                return
            self._negotiated[family] |= mask
        for unit, use, is_whole in hits:
            reach = self._reaches.get((unit, use))
            if reach is None:
                reach = self._reaches[unit, use] = _Reach()
            if not counts:
                reach.ended.append(number)
            elif is_reserving:
                reach.reserving.append(number)
            else:
                reach.partly |= mask
                if is_whole:
                    reach.whole |= mask
                reach.clauses[number] = is_whole

    def _hits(
        self, shelved: library.Shelved, family: str
    ) -> Iterator[tuple[units.Unit, str, bool]]:
        """Every unit and use that a clause reaches, and whether it reaches all of it."""
        for unit in self._of_family.get(family, ()):
            found: dict[str, bool] = {}
            for use, is_whole in reached(shelved=shelved, unit=unit, words=self.library.words):
                found[use] = found.get(use, False) or is_whole
            for use, is_whole in found.items():
                yield unit, use, is_whole

    def _settle_families(self) -> None:
        """An element that reaches every leaf of a family reaches the family whole."""
        for family_use, leaves in self.leaves.items():
            for unit in self.units:
                reach = self._reaches.get((unit, family_use))
                if reach is None:
                    continue
                whole = -1
                for leaf in leaves:
                    below = self._reaches.get((unit, leaf))
                    whole &= below.whole if below is not None else 0
                reach.whole |= whole & reach.partly

    @functools.cached_property
    def leaves(self) -> dict[str, tuple[str, ...]]:
        """The leaves of each family of uses."""
        words = self.library.words
        below: dict[str, list[str]] = {}
        for use in sorted(words.uses):
            line = words.use_line(use)
            if len(line) > 1 and use in words.reach(line[1]):
                below.setdefault(line[1], []).append(use)
        return {family: tuple(found) for family, found in below.items()}

    def is_own(self, *, use: str, unit: units.Unit) -> bool:
        """Whether the use touches the role at all: writers' are text and training alone."""
        own = self.library.words.own_uses(unit.role)
        return own is None or use in own

    def is_known(self, unit: units.Unit) -> bool:
        """Whether the text that the day looks to is in our records."""
        return unit.family in self.known

    def mask(self, *, use: str, unit: units.Unit) -> int:
        """Elements that reach the use in any case, as a mask."""
        reach = self._reaches.get((unit, use))
        return 0 if reach is None else reach.partly

    def negotiated(self, unit: units.Unit) -> tuple[str, ...]:
        """Elements that the unit's family negotiated anywhere and that count on the day."""
        return self._names(self._negotiated[unit.family])

    def cell(self, *, use: str, unit: units.Unit, shows_reserved: bool = True) -> Cell:
        """One cell. Who may not see reserved cells sees what stands beside the reservation."""
        key = (use, unit, shows_reserved)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._made(use, unit, shows_reserved)
        return found

    def _made(self, use: str, unit: units.Unit, shows_reserved: bool) -> Cell:
        reach = self._reaches.get((unit, use)) or _Reach()
        reserving = self._slugs(reach.reserving) if shows_reserved else ()
        negotiated = self._negotiated[unit.family]
        return Cell(
            use=use,
            unit=unit,
            state=self._state(reach, unit=unit, is_reserved=bool(reserving)),
            clauses=self._slugs(number for number, whole in reach.clauses.items() if whole),
            sometimes=self._slugs(number for number, whole in reach.clauses.items() if not whole),
            reserving=reserving,
            ended=self._slugs(reach.ended),
            whole=self._names(reach.whole),
            partly=self._names(reach.partly & ~reach.whole),
            lacking=self._names(negotiated & ~reach.partly),
        )

    def _state(self, reach: _Reach, *, unit: units.Unit, is_reserved: bool) -> State:
        if reach.whole and not self._negotiated[unit.family] & ~reach.whole:
            return State.COVERED
        if is_reserved:
            return State.RESERVED
        if reach.partly:
            return State.PARTIAL
        if self.is_known(unit) or reach.reserving:
            return State.SILENT
        return State.UNKNOWN

    def _names(self, mask: int) -> tuple[str, ...]:
        return tuple(element for element, bit in self._bits.items() if mask & bit)

    def _slugs(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.library.shelf[number].clause.slug for number in numbers)


def reached(
    *, shelved: library.Shelved, unit: units.Unit, words: vocabulary.Vocabulary
) -> Iterator[tuple[str, bool]]:
    """The uses of a clause that are the role's own, and whether it reaches all cases of each."""
    profile, clause = shelved.profile, shelved.clause
    own = words.own_uses(unit.role)
    for protected in words.roles_met(
        role=unit.role, protected=profile.roles, unions=profile.unions
    ):
        for named, is_main in _named(profile, protected):
            for use in words.reach(named):
                if own is not None and use not in own:
                    continue
                holds = _holds(shelved.needs, use)
                if holds is None:
                    continue
                is_below = named in words.use_line(use)
                yield use, is_main and is_below and holds and clause.level == "work"


def _named(profile: uses.Profile, protected: str) -> Iterator[tuple[str, bool]]:
    for use in profile.uses_for(protected, profile.main):
        yield use, True
    for use in profile.uses_for(protected, profile.incidental):
        yield use, False


def _holds(needs: facts.Needs, use: str) -> bool | None:
    """Whether a clause's facts hold in every case of a use; None where its definition bars it."""
    implied = dict(facts.BY_USE.get(use, ()))
    if any(implied.get(fact) for fact in needs.excluding):
        return None
    if any(implied.get(fact) is False for fact in needs.required):
        return None
    if needs.any_of and all(implied.get(fact) is False for fact in needs.any_of):
        return None
    open_facts = [fact for fact in needs.required if fact not in implied]
    if needs.any_of and not any(implied.get(fact) for fact in needs.any_of):
        open_facts.extend(needs.any_of)
    return not facts.SPECIAL.intersection(open_facts)

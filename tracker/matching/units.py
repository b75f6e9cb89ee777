"""Bargaining units: one union × one role under one family of agreements that follow each other."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping

from tracker.matching import lineage, records


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A bargaining unit. `family` is the slug of the earliest agreement of its line."""

    union: str
    family: str
    role: str


@dataclasses.dataclass(frozen=True, slots=True)
class Governing:
    """The agreement of a family that a day looks to: running, else the last ended; or none yet."""

    agreement: records.AgreementRecord | None
    is_running: bool = False


class Families:
    """Lines of agreements, each under the slug of its first."""

    def __init__(self, agreements: Mapping[str, records.AgreementRecord]) -> None:
        self._agreements = agreements
        self._roots = {slug: self._root_of(slug) for slug in agreements}
        lists: dict[str, list[records.AgreementRecord]] = {}
        for slug in sorted(agreements):
            lists.setdefault(self._roots[slug], []).append(agreements[slug])
        self.members = {
            root: tuple(sorted(found, key=_by_first_day)) for root, found in sorted(lists.items())
        }

    def _root_of(self, slug: str) -> str:
        seen = [slug]
        while True:
            earlier = self._agreements[seen[-1]].preceded_by
            if earlier in seen:  # a circle: its least name stands for it
                return min(seen[seen.index(earlier) :])
            if earlier not in self._agreements:
                return seen[-1]
            seen.append(earlier)

    def of(self, agreement: str) -> str:
        """The family of an agreement."""
        return self._roots[agreement]

    def governing(self, family: str, on: datetime.date) -> Governing:
        """The agreement in force on the day; else the one that ended last; else none."""
        ended: records.AgreementRecord | None = None
        running: records.AgreementRecord | None = None
        for agreement in self.members[family]:
            term = lineage.term_of(agreement)
            if term is None or not term.has_begun(on):
                continue
            if term.includes(on):
                running = agreement
            else:
                ended = agreement
        return Governing(running or ended, is_running=running is not None)


def all_units(*, families: Families, represents: Mapping[str, Iterable[str]]) -> tuple[Unit, ...]:
    """Every role that a union of the family represents, in order. Clauses have no part in it."""
    return tuple(
        sorted(
            {
                Unit(union=union, family=family, role=role)
                for family, members in families.members.items()
                for agreement in members
                for union in agreement.unions
                for role in represents.get(union, ())
            }
        )
    )


def _by_first_day(agreement: records.AgreementRecord) -> tuple[datetime.date, str]:
    first = agreement.term.first_day if agreement.term else datetime.date.max
    return first, agreement.slug

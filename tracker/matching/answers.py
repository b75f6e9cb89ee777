"""The answer: entries with standing, reasons and open questions, as data in any language."""

import dataclasses
import datetime
import functools
from collections.abc import Callable

BINDING, CONDITIONAL, POSSIBLE = "binding", "conditional", "possible"
UPCOMING, LAPSED = "upcoming", "lapsed"
RANK = {BINDING: 4, CONDITIONAL: 3, POSSIBLE: 2, UPCOMING: 1, LAPSED: 1}
COUNTING = frozenset({BINDING, CONDITIONAL, POSSIBLE})
MAIN, ALSO = "main", "also"


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """One step of a decision. `key` and `values` choose and fill the sentence of a language."""

    facet: str
    how: str
    matched: tuple[str, ...] = ()
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Entry:
    """One clause of the answer, with the clauses that stand in it. Reasons are made when read."""

    clause: str
    title: str
    standing: str
    bearing: str
    score: int
    includes: tuple[str, ...]
    missing_facts: tuple[str, ...]
    citation: str
    grade: str
    agreement: str
    roles: tuple[str, ...]
    explain: Callable[[], tuple[Reason, ...]] = dataclasses.field(compare=False, repr=False)

    @functools.cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The steps of the decision, in order."""
        return self.explain()

    @property
    def counts(self) -> bool:
        """Whether it is in force for this on the day, be it only possibly."""
        return self.standing in COUNTING


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What stands on a day. `silence` says why nothing can follow; `gaps` name unreached roles."""

    as_of: datetime.date
    entries: tuple[Entry, ...] = ()
    silence: str = ""
    gaps: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()

    @property
    def has_happened(self) -> bool:
        """Whether the event lies on or before the day."""
        return self.silence != "not-yet"

    def by_standing(self, standing: str) -> tuple[Entry, ...]:
        """Entries of one standing, in order."""
        return tuple(entry for entry in self.entries if entry.standing == standing)

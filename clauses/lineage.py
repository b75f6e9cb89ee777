"""What became of a clause by a day: in its own term, carried on, replaced, ended, not begun."""

import dataclasses
import datetime
import enum
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from clauses.models import agreement as agreements
from clauses.models import clause as clauses


class State(enum.StrEnum):
    """Where a clause is in its life on a day."""

    IN_FORCE = "in-force"
    CARRIED = "carried"
    REPLACED = "replaced"
    ENDED = "ended"
    NOT_BEGUN = "not-begun"
    NO_START = "no-start"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Place:
    """A clause's place in its lineage on a day; `until` is the last day of what counts, if set."""

    state: State
    until: datetime.date | None = None
    carrier: agreements.Agreement | None = None
    replacements: tuple[clauses.Clause, ...] = ()

    @property
    def counts(self) -> bool:
        """Tell whether the clause counts on that day, by its own term or carried on."""
        return self.state in (State.IN_FORCE, State.CARRIED)


def counting(*, queryset: clauses.ClauseQuerySet, on: datetime.date) -> clauses.ClauseQuerySet:
    """Keep clauses that count on the day `on`: in their own term, or carried into one in force.

    What is carried is found once for all, so that it suits lists; for rows at hand see counts().
    """
    carried = _carriers(on=on).values("clause")
    return queryset.filter(_own_term(on=on) | models.Q(pk__in=carried, effective_from__lte=on))


def counts(*, on: datetime.date) -> models.Case:
    """Tell of a clause whether it counts on the day `on`, as a column; looked up row by row."""
    carried = models.Exists(_carriers(on=on).filter(clause=models.OuterRef("pk")))
    return models.Case(
        models.When(
            _own_term(on=on) | models.Q(carried, effective_from__lte=on), then=models.Value(True)
        ),
        default=models.Value(False),
    )


def _own_term(*, on: datetime.date) -> models.Q:
    return models.Q(
        models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=on),
        effective_from__lte=on,
    )


def _carriers(*, on: datetime.date) -> models.QuerySet[Any]:
    """Pairs of a clause and an agreement in force on the day, which keeps it."""
    pairs: models.QuerySet[Any] = clauses.Clause.carried_into.through.objects.filter(
        models.Q(agreement__effective_to__isnull=True) | models.Q(agreement__effective_to__gte=on),
        agreement__effective_from__lte=on,
    )
    return pairs


def place_on(
    *,
    clause: clauses.Clause,
    carried_into: Iterable[agreements.Agreement],
    built_upon_by: Sequence[clauses.Clause],
    on: datetime.date,
) -> Place:
    """Say where `clause` stands on the day `on`. Terms are [effective_from, effective_to]."""
    if clause.effective_from is None:
        return Place(state=State.NO_START)
    if on < clause.effective_from:
        return Place(state=State.NOT_BEGUN, until=clause.effective_to)
    if clause.effective_to is None or on <= clause.effective_to:
        return Place(state=State.IN_FORCE, until=clause.effective_to)
    for carrier in carried_into:
        if _covers(carrier.effective_from, carrier.effective_to, on):
            return Place(state=State.CARRIED, until=carrier.effective_to, carrier=carrier)
    begun = tuple(
        later for later in built_upon_by if later.effective_from and later.effective_from <= on
    )
    if begun:
        return Place(state=State.REPLACED, until=clause.effective_to, replacements=begun)
    return Place(state=State.ENDED, until=clause.effective_to)


def _covers(first: datetime.date | None, last: datetime.date | None, on: datetime.date) -> bool:
    return first is not None and first <= on and (last is None or on <= last)

"""A clause's line over the cycles: what it came from, what became of it, and what is not settled.

A clause stands in a line once. What nobody settled is called so; it is never taken for dropped.
"""

import dataclasses
import enum
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from clauses import readings, visibility, word_difference
from clauses.models import Agreement, Clause, Dropped


class Origin(enum.StrEnum):
    """Where a clause came from."""

    FIRST = "first"
    """Its agreement follows no other on our records; or it is a law's."""
    CHANGES = "changes"
    """It changes or adds to earlier clauses: our reading."""
    NEW = "new"
    """Every clause of the agreement before is settled, and none leads to it."""
    NOT_SETTLED = "not-settled"
    """Nobody has settled yet what became of every clause of the agreement before."""


class Fate(enum.StrEnum):
    """What became of a clause in a later agreement."""

    CARRIED = "carried"
    REPLACED = "replaced"
    DROPPED = "dropped"
    NOT_SETTLED = "not-settled"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a clause in one later agreement, and which clauses of it build upon it."""

    agreement: Agreement | None
    fate: Fate
    clauses: tuple[Clause, ...] = ()
    dropping: Dropped | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Member:
    """A clause in a line."""

    clause: Clause
    origin: Origin
    earlier: tuple[Clause, ...]
    outcomes: tuple[Outcome, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """The clauses that lead to one clause and that it leads to, the oldest first."""

    clause: Clause
    members: tuple[Member, ...]

    @property
    def pairs(self) -> list[tuple[Clause, Clause]]:
        """Neighbours: an earlier clause and one that changes or adds to it."""
        return [(earlier, member.clause) for member in self.members for earlier in member.earlier]


def line(
    *,
    clause: Clause,
    viewer: visibility.Viewer | None,
    prepared: "models.QuerySet[Clause]",
) -> Line:
    """Put the line of `clause` together from what `viewer` may see, in a fixed number of queries.

    `prepared` are visible clauses with their parents read, and whatever the caller shows of them;
    carriers and droppings are added here.
    """
    visible = Clause.objects.visible_to(viewer)
    agreements = Agreement.objects.visible_to(viewer)
    edges = list(
        Clause.builds_on.through.objects.filter(
            from_clause__in=visible.order_by(), to_clause__in=visible.order_by()
        ).values_list("from_clause_id", "to_clause_id")
    )
    ids = _reached(clause.pk, edges) | _reached(clause.pk, [(to, come) for come, to in edges])
    rows = {
        row.pk: row
        for row in prepared.filter(pk__in=ids | {clause.pk}).prefetch_related(
            models.Prefetch("carried_into", queryset=agreements, to_attr="carriers"),
            models.Prefetch(
                "dropped_by", queryset=Dropped.objects.filter(agreement__in=agreements)
            ),
        )
    }
    following: dict[int | None, list[Agreement]] = {}
    unsettled = set()
    for successor in with_unsettled(agreements.filter(preceded_by__in=agreements)):
        following.setdefault(successor.preceded_by_id, []).append(successor)
        if successor.has_unsettled:
            unsettled.add(successor.pk)
    members = [
        Member(
            clause=row,
            origin=_origin(row, edges=edges, rows=rows, following=following, unsettled=unsettled),
            earlier=tuple(rows[to] for come, to in edges if come == row.pk and to in rows),
            outcomes=tuple(_outcomes(row, edges=edges, rows=rows, following=following)),
        )
        for row in rows.values()
    ]
    return Line(clause=rows[clause.pk], members=tuple(sorted(members, key=_place)))


def compared(
    *, earlier: Clause, later: Clause, language: str
) -> tuple[str, word_difference.Difference]:
    """Compare two summaries, in the language where both have it, else in English."""
    first, second = (readings.read(record=each, language=language) for each in (earlier, later))
    if first.lang != second.lang:
        first, second = (readings.read(record=each, language="en") for each in (earlier, later))
    return first.lang, word_difference.between(before=first.summary, after=second.summary)


def unsettled(*, agreement: Agreement | models.OuterRef, before: Any) -> "models.QuerySet[Clause]":
    """Live clauses of the agreement `before` whose fate in `agreement` nobody has settled."""
    if isinstance(agreement, models.OuterRef):
        agreement = models.OuterRef(agreement)  # it is asked for one query further in
    kept = models.OuterRef(before) if isinstance(before, models.OuterRef) else before
    return (
        Clause.objects.filter(live=True)
        .filter(models.Q(agreement=before) | models.Q(pk__in=_into(kept)))
        .exclude(pk__in=_into(agreement))
        .exclude(pk__in=_upon(agreement))
        .exclude(pk__in=Dropped.objects.filter(agreement=agreement).values("clause"))
        .order_by()
    )


def with_unsettled(agreements: "models.QuerySet[Agreement]") -> Any:
    """Say of each agreement whether clauses of the one before it are not settled."""
    left = unsettled(agreement=models.OuterRef("pk"), before=models.OuterRef("preceded_by"))
    return agreements.annotate(has_unsettled=models.Exists(left)).order_by("effective_from", "slug")


def _into(agreement: Any) -> Any:
    return Clause.carried_into.through.objects.filter(agreement=agreement).values("clause")


def _upon(agreement: Any) -> Any:
    return Clause.builds_on.through.objects.filter(
        from_clause__agreement=agreement, from_clause__live=True
    ).values("to_clause")


def _reached(start: int, edges: Iterable[tuple[int, int]]) -> set[int]:
    """Ids that can be reached from `start` along the edges, in one direction."""
    after: dict[int, list[int]] = {}
    for come, to in edges:
        after.setdefault(come, []).append(to)
    found, waiting = {start}, [start]
    while waiting:
        for each in after.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _origin(
    row: Clause,
    *,
    edges: Iterable[tuple[int, int]],
    rows: Mapping[int, Clause],
    following: Mapping[int | None, list[Agreement]],
    unsettled: set[int],
) -> Origin:
    if any(come == row.pk for come, _to in edges):
        return Origin.CHANGES
    successors = {each.pk for later in following.values() for each in later}
    if row.agreement_id not in successors:
        return Origin.FIRST
    return Origin.NOT_SETTLED if row.agreement_id in unsettled else Origin.NEW


def _outcomes(
    row: Any,
    *,
    edges: Iterable[tuple[int, int]],
    rows: Mapping[int, Clause],
    following: Mapping[int | None, list[Agreement]],
) -> Iterable[Outcome]:
    """One for each agreement that follows the one under which the clause counts, and no twice."""
    builders: dict[int | None, list[Clause]] = {}
    for come, to in edges:
        if to == row.pk and come in rows:
            builders.setdefault(rows[come].agreement_id, []).append(rows[come])
    carriers = {each.pk: each for each in row.carriers}
    droppings = {each.agreement_id: each for each in row.dropped_by.all()}
    waiting = [*following.get(row.agreement_id, ())] if row.agreement_id else []
    waiting += [each for pk, each in carriers.items() if each not in waiting]
    seen: set[int | None] = set()
    while waiting:
        agreement = waiting.pop(0)
        if agreement.pk in seen:
            continue
        seen.add(agreement.pk)
        built = tuple(builders.pop(agreement.pk, ()))
        fate = _fate(agreement.pk, carriers=carriers, droppings=droppings, is_built=bool(built))
        yield Outcome(
            agreement=agreement, fate=fate, clauses=built, dropping=droppings.get(agreement.pk)
        )
        if fate is Fate.CARRIED:
            waiting.extend(following.get(agreement.pk, ()))
    for built_elsewhere in builders.values():
        yield Outcome(
            agreement=built_elsewhere[0].agreement,
            fate=Fate.REPLACED,
            clauses=tuple(built_elsewhere),
        )


def _fate(
    pk: int, *, carriers: Mapping[int, Any], droppings: Mapping[int | None, Any], is_built: bool
) -> Fate:
    if pk in carriers:
        return Fate.CARRIED
    if is_built:
        return Fate.REPLACED
    return Fate.DROPPED if pk in droppings else Fate.NOT_SETTLED


def _place(member: Member) -> tuple[Any, ...]:
    clause = member.clause
    first = clause.effective_from.isoformat() if clause.effective_from else "9999"
    return (first, clause.section, clause.slug)

"""Hits of every kind counted by what they can be narrowed by, and one page of them."""

import collections
import dataclasses
import enum
from collections.abc import Mapping, Sequence
from typing import Any

from clauses.searching import answers, scopes

ARRAYS = {
    "union": "unions",
    "agreement": "agreements",
    "role": "roles",
    "use": "uses",
    "type": "types",
}
COLUMNS = {"kind": "record_kind", "state": "state", "grade": "grade"}
NAMES = ("kind", "state", "union", "agreement", "role", "use", "type", "grade")


class State(enum.StrEnum):
    """Whether a record that has a term is in force on the day of the page."""

    IN_FORCE = "in-force"
    UPCOMING = "upcoming"
    LAPSED = "lapsed"
    NO_START = "no-start"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Hit:
    """One record that was found; `id` is that of its entry."""

    id: int
    record_kind: str
    record_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Counts:
    """By facet and value: how many records there would be with all other facets as chosen."""

    by_facet: Mapping[str, Mapping[str, int]]
    total: int
    """Of all kinds, narrowed by everything chosen."""


Chosen = Mapping[str, Sequence[str]]

HITS = """
hits AS MATERIALIZED (
  SELECT id, record_kind, unions, agreements, roles, uses, types, grade,
         CASE WHEN in_force IS NULL THEN ''
              WHEN in_force @> %(on)s::date THEN 'in-force'
              WHEN isempty(in_force) THEN 'no-start'
              WHEN lower(in_force) > %(on)s::date THEN 'upcoming'
              ELSE 'lapsed' END AS state
  FROM clauses_searchentry
  WHERE words @@ %(query)s::tsquery AND """


def count(*, answer: answers.Answer, scope: scopes.Scope, chosen: Chosen) -> Counts:
    """Count what was found, in one statement."""
    if answer.how is answers.How.NOTHING:
        return Counts(by_facet={}, total=0)
    conditions, values = _conditions(chosen)
    parts = [
        f"SELECT '' AS facet, '' AS value, count(*) FROM hits WHERE {_all(conditions)}"  # noqa: S608
    ]
    for name in NAMES:
        others = _all({other: sql for other, sql in conditions.items() if other != name})
        if name in ARRAYS:
            source, value = f"hits, unnest({ARRAYS[name]}) AS value", "value"
        else:
            source, value = "hits", COLUMNS[name]
        parts.append(
            f"SELECT '{name}', {value}, count(*) FROM {source} WHERE {others} GROUP BY {value}"  # noqa: S608
        )
    found = answers.rows(
        f"WITH {HITS} {scope.sql}) " + " UNION ALL ".join(parts),
        answers.bound(question=answer.question, scope=scope) | values,
    )
    by_facet: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for facet, value, number in found:
        if value:
            by_facet[facet][value] = number
    return Counts(
        by_facet=by_facet, total=sum(number for facet, _value, number in found if not facet)
    )


def best(
    *, answer: answers.Answer, scope: scopes.Scope, chosen: Chosen, each: int
) -> dict[str, list[Hit]]:
    """Return the best `each` of every kind, the kinds in the order of their best."""
    groups: dict[str, list[Hit]] = {}
    sql = f"""
        SELECT id, record_kind, record_id FROM (
          SELECT *, row_number() OVER (PARTITION BY record_kind ORDER BY {answers.ORDER}) AS place
          FROM ranked) AS placed
        WHERE place <= %(each)s ORDER BY {answers.ORDER}"""  # noqa: S608 - parameters are bound
    for hit in _hits(answer, scope, chosen, sql, {"each": each}):
        groups.setdefault(hit.record_kind, []).append(hit)
    return groups


def page(
    *, answer: answers.Answer, scope: scopes.Scope, chosen: Chosen, offset: int, limit: int
) -> list[Hit]:
    """Return one page of all that was found."""
    sql = f"""
        SELECT id, record_kind, record_id FROM ranked
        ORDER BY {answers.ORDER} LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608 - bound
    return _hits(answer, scope, chosen, sql, {"limit": limit, "offset": offset})


def _hits(
    answer: answers.Answer, scope: scopes.Scope, chosen: Chosen, sql: str, more: dict[str, Any]
) -> list[Hit]:
    if answer.how is answers.How.NOTHING:
        return []
    conditions, values = _conditions(chosen)
    found = answers.rows(
        f"WITH {HITS} {scope.sql}), ranked AS ({answers.RANKED}"  # noqa: S608 - bound
        f" id IN (SELECT id FROM hits WHERE {_all(conditions)})) {sql}",
        answers.bound(question=answer.question, scope=scope) | values | more,
    )
    return [Hit(id=pk, record_kind=kind, record_id=record) for pk, kind, record in found]


def _all(conditions: Mapping[str, str]) -> str:
    return " AND ".join(conditions.values()) or "true"


def _conditions(chosen: Chosen) -> tuple[dict[str, str], dict[str, Any]]:
    conditions: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, wanted in chosen.items():
        if not wanted:
            continue
        values[f"chosen_{name}"] = list(wanted)
        conditions[name] = (
            f"{ARRAYS[name]} && %(chosen_{name})s::varchar[]"
            if name in ARRAYS
            else f"{COLUMNS[name]} = ANY(%(chosen_{name})s)"
        )
    return conditions, values

"""How well the search answers the questions of questions.yaml."""

import dataclasses
import datetime
import pathlib
from collections.abc import Iterator
from typing import Any

import yaml

from clauses.models import SearchEntry
from clauses.searching import answers, facets, scopes

TABLE = pathlib.Path(__file__).with_name("questions.yaml")
TODAY = datetime.date(2026, 11, 24)
DEEPEST = 50


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answered:
    """One question and the place of its first right answer; 0 if it is not among fifty."""

    ask: str
    kind: str
    place: int
    first: tuple[str, ...]


def table() -> list[dict[str, Any]]:
    """Read the questions."""
    return yaml.safe_load(TABLE.read_text("utf-8"))


def answered() -> Iterator[Answered]:
    """Ask every question."""
    for row in table():
        scope = scopes.visible(
            levels=["public"],
            kinds=["clause", "agreement", "deployment", "product", "vendor", "party"],
            on=row.get("day", TODAY),
        )
        answer = answers.look(
            text=str(row["ask"]), scope=scope, attempt=answers.is_answered, is_strict=False
        )
        hits = facets.page(
            answer=answer, scope=scope, chosen={"kind": [row["kind"]]}, offset=0, limit=DEEPEST
        )
        slugs = dict(
            SearchEntry.objects.filter(pk__in=[hit.id for hit in hits]).values_list("pk", "slug")
        )
        found = [slugs[hit.id] for hit in hits]
        places = [found.index(slug) + 1 for slug in row["answers"] if slug in found]
        yield Answered(
            ask=str(row["ask"]),
            kind=row["kind"],
            place=min(places, default=0),
            first=tuple(found[:5]),
        )


def mean_reciprocal_rank(rows: list[Answered]) -> float:
    """The mean of 1 / place; 1.0 if every question is answered first."""
    return sum(1 / row.place for row in rows if row.place) / len(rows)


def success_at(depth: int, rows: list[Answered]) -> float:
    """The part of the questions that are answered among the first `depth`."""
    return sum(0 < row.place <= depth for row in rows) / len(rows)

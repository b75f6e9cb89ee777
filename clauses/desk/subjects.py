"""The records that many rows are about, read in a fixed number of queries a kind."""

from collections.abc import Iterable
from typing import Any, Protocol

from clauses.models import record


class About(Protocol):
    """A row that names a record by kind and number."""

    record_kind: str
    record_id: int


def of(rows: Iterable[About]) -> dict[tuple[str, int], Any]:
    """Return the records by kind and number, each with its unions: two queries a kind."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.record_kind, set()).add(row.record_id)
    found = {}
    for kind, ids in wanted.items():
        model = record.model_of(kind)
        unions = [model.publishing_unions] if model.publishing_unions else []
        for subject in model._default_manager.filter(pk__in=ids).prefetch_related(*unions):
            found[kind, subject.pk] = subject
    return found


def name(row: Any) -> str:
    """Return the name of the one record that a row is about, or its slug."""
    return str(of([row]).get((row.record_kind, row.record_id), row.slug))

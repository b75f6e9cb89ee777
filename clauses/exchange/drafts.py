"""Clauses as they stand at the desk, as values of a file: the latest draft, else what is live."""

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clauses.exchange import columns
from clauses.models import Agreement, Clause, Statute

CHUNK = 250
"""Clauses read at once, so that memory stays flat however many there are."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Slugs:
    """Ids of agreements, statutes and clauses, as files name them."""

    agreements: Mapping[int, str]
    statutes: Mapping[int, str]
    clauses: Mapping[int, str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Draft:
    """A clause as it stands: its values with the version, and who saved it last."""

    pk: int
    values: columns.Values
    saved_by: str

    @property
    def version(self) -> str:
        """What tells this state from another."""
        return str(self.values[columns.VERSION])


def slugs() -> Slugs:
    """Read the ids once; three queries."""
    return Slugs(
        agreements=dict(Agreement.objects.values_list("pk", "slug")),
        statutes=dict(Statute.objects.values_list("pk", "slug")),
        clauses=dict(Clause.objects.values_list("pk", "slug")),
    )


def of(*, ids: Sequence[int], known: Slugs) -> Iterator[Draft]:
    """Yield the clauses of these ids in their order, a few hundred at a time."""
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        rows = {
            row.pk: row
            for row in Clause.objects.filter(pk__in=part).select_related("latest_revision__user")
        }
        yield from (_draft(record=rows[pk], known=known) for pk in part if pk in rows)


def _draft(*, record: Any, known: Slugs) -> Draft:
    revision = record.latest_revision
    content = revision.content if revision is not None else record.serializable_data()
    values = _values(slug=record.slug, content=content, known=known)
    values[columns.VERSION] = columns.version_of(values)
    user = revision.user if revision is not None else None
    return Draft(pk=record.pk, values=values, saved_by=str(user) if user is not None else "")


def _values(*, slug: str, content: Mapping[str, Any], known: Slugs) -> columns.Values:
    texts = {row["language"]: row for row in content.get("texts", [])}
    found: columns.Values = {}
    for column in columns.COLUMNS:
        if not column.attribute:
            language, part = column.path[1:]
            row = texts.get(language, {})
            found[column.name] = _unpacked(column, row.get(part)) or column.nothing
        else:
            found[column.name] = _value(column=column, content=content, known=known)
    found[columns.SLUG] = slug
    return found


def _value(*, column: columns.Column, content: Mapping[str, Any], known: Slugs) -> Any:
    held = content.get(column.attribute)
    match column.name:
        case "agreement":
            return known.agreements.get(held, "") if held is not None else ""
        case "statute":
            return known.statutes.get(held, "") if held is not None else ""
        case "carried_into":
            return sorted(known.agreements[pk] for pk in held or () if pk in known.agreements)
        case "builds_on":
            return sorted(known.clauses[pk] for pk in held or () if pk in known.clauses)
        case "sources":
            return [source(row) for row in held or ()]
        case "time_limits":
            return [time_limit(row) for row in held or ()]
    held = _unpacked(column, held)
    if held is None or held in ({}, []):
        return column.nothing
    return str(held) if column.kind is columns.Kind.DAY else held


def _unpacked(column: columns.Column, held: Any) -> Any:
    """Return what a revision holds; lists stand in it as JSON inside a text."""
    packed = column.kind in (columns.Kind.VALUES, columns.Kind.ROWS, columns.Kind.OBJECT)
    return json.loads(held) if packed and isinstance(held, str) and held else held


def source(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a source as a file has it, whatever file or revision it stood in."""
    return {
        "title": row.get("title", ""),
        "publisher": row.get("publisher") or None,
        "url": row.get("url") or None,
        "date": row.get("date") or row.get("date_text") or None,
        "tier": row.get("tier") or None,
        "language": row.get("language") or None,
        "was_seen": row.get("was_seen"),
    }


def time_limit(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a time limit as a file has it."""
    return {
        "number": row.get("number"),
        "unit": row.get("unit"),
        "direction": row.get("direction"),
        "starts_from": row.get("starts_from") or None,
        "applies_to": row.get("applies_to") or None,
    }


def normal(values: columns.Values) -> columns.Values:
    """Return values of a file as a draft has them, so that the same means the same."""
    found = dict(values)
    if "sources" in found:
        found["sources"] = [source(row) for row in found["sources"]]
    if "time_limits" in found:
        found["time_limits"] = [time_limit(row) for row in found["time_limits"]]
    for name in ("carried_into", "builds_on"):
        if name in found:
            found[name] = sorted(found[name])
    return found

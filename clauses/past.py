"""The library as this site knew it earlier: the same questions, asked of what was live then.

Inside at() a query that names a kept table reads, in its place, a table expression of that name
made of the publications of the moment. So a page or an answer of the past is made by the same code
in the same number of queries as that of today, and today's visibility still decides: a record that
is not live any more, or whose level was narrowed, is as hidden as it is now. Nothing is written
here. Companies, bindings, vendors, products, unions and the vocabulary are not kept: they are
today's.
"""

import contextlib
import contextvars
import dataclasses
import datetime
import functools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from modelcluster import models as clusters

from clauses import publishing
from clauses.models import record

MOMENT = ":moment:"
CHILDREN_OF_ONE = 1 << 20
"""More than one revision has children of a kind; makes their numbers unique."""

_FROM = (
    'FROM "clauses_publication" p JOIN "wagtailcore_revision" r ON r.id = p.revision_id '
    "{joins} WHERE p.record_kind = '{kind}' AND p.live_from <= {moment} "
    "AND (p.live_until IS NULL OR p.live_until > {moment}) {conditions}"
)
_LEVEL = (
    "CASE WHEN 'staff' IN ({levels}) THEN 'staff' WHEN 'members' IN ({levels}) THEN 'members' "
    "ELSE 'public' END"
)
_OF_PUBLICATION = {
    "id": "p.record_id",
    "slug": "t.slug",
    "live": "true",
    "has_unpublished_changes": "false",
    "live_revision": "p.revision_id",
    "latest_revision": "p.revision_id",
    "last_published_at": "p.live_from",
    "updated_at": "p.live_from",
    "is_staff_reviewed": "(p.system_actor <> 'catalogue')",
}
_TABLE = re.compile(r'"(\w+)"')

Tables = dict[str, str]


@dataclasses.dataclass(frozen=True)
class Beside:
    """Columns of a record that another table keeps from when to when.

    `join` binds that table to the publication p; `columns` are pairs of a field and what it reads.
    """

    join: str
    columns: tuple[tuple[str, str], ...]


NOTHING = Beside(join="", columns=())
_reading: contextvars.ContextVar[Tables | None] = contextvars.ContextVar("past", default=None)


class WritingThePast(RuntimeError):
    """Raised for a statement that would change a kept table from inside at()."""


@contextlib.contextmanager
def at(*, moment: datetime.datetime, tables: Tables) -> Iterator[None]:
    """Answer from the past while the block lasts; `moment` is aware.

    `tables`: name of a table to the SELECT that stands for it, with MOMENT where the moment goes.
    """
    literal = f"'{moment.astimezone(datetime.UTC).isoformat()}'::timestamptz"
    token = _reading.set({name: sql.replace(MOMENT, literal) for name, sql in tables.items()})
    try:
        with connection.execute_wrapper(_from_the_past):
            yield
    finally:
        _reading.reset(token)


@contextlib.contextmanager
def left() -> Iterator[None]:
    """Read the present inside at(), such as what is kept in memory for everybody."""
    token = _reading.set(None)
    try:
        yield
    finally:
        _reading.reset(token)


def _from_the_past(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    tables = _reading.get()
    if tables and isinstance(sql, str):
        named = set(_TABLE.findall(sql))
        asked = [name for name in tables if name in named]
        if asked:
            if not sql.lstrip("( ").upper().startswith("SELECT"):
                raise WritingThePast(f"The past is not written: {sql[:60]}")
            parts = (f'"{name}" AS NOT MATERIALIZED ({tables[name]})' for name in asked)
            sql = f"WITH {', '.join(parts)} {sql}"
    return execute(sql, params, many, context)


@functools.cache
def tables_of(
    model: type[record.CatalogueRecord],
    *,
    parents: tuple[str, ...] = (),
    beside: Beside = NOTHING,
) -> Tables:
    """Return what stands for the tables of a kind of record: its own, children, many-to-many.

    `parents`: foreign keys of the record without which it is not shown today. A model with
    parents goes before theirs in at(), so that it reads the parents of today.
    """
    found = {model._meta.db_table: _records(model, parents, beside)}
    for relation in clusters.get_all_child_relations(model):
        found[relation.related_model._meta.db_table] = _children(model, relation)
    for field in clusters.get_all_child_m2m_relations(model):
        found[field.remote_field.through._meta.db_table] = _many(model, field)
    if any("%" in sql for sql in found.values()):
        raise ValueError("A default with a per cent sign cannot stand here.")
    return found


def _records(model: type[record.CatalogueRecord], parents: Sequence[str], beside: Beside) -> str:
    fields = model._meta.concrete_fields
    read = [field for field in fields if not _is_bookkeeping(field)]
    levels = ["c.visibility", "t.visibility", *(f"{parent}.visibility" for parent in parents)]
    kept = dict(beside.columns)
    columns = ", ".join(
        f'{kept.get(field.name) or _of_record(field, levels)} AS "{field.column}"'
        for field in fields
    )
    joins = [f'JOIN "{model._meta.db_table}" t ON t.id = p.record_id', beside.join]
    conditions = ["AND t.live"]
    for parent in parents:
        field: Any = model._meta.get_field(parent)
        other = field.related_model._meta.db_table
        joins.append(f'LEFT JOIN "{other}" {parent} ON {parent}.id = t."{field.column}"')
        conditions.append(f"AND COALESCE({parent}.live, true)")
    joins.append(f"CROSS JOIN LATERAL jsonb_to_record(r.content) AS c({_shape(read)})")
    return f"SELECT {columns} " + _from(model, joins=joins, conditions=conditions)


def _children(model: type[record.CatalogueRecord], relation: Any) -> str:
    child, key = relation.related_model, relation.field
    read = [
        field for field in child._meta.concrete_fields if not field.primary_key and field is not key
    ]
    columns = [
        f'p.id * {CHILDREN_OF_ONE} + e.place AS "{child._meta.pk.column}"',
        f'p.record_id AS "{key.column}"',
        *(f'{_of_content(field)} AS "{field.column}"' for field in read),
    ]
    joins = [
        f"CROSS JOIN LATERAL jsonb_array_elements({_list(relation.get_accessor_name())}) "
        "WITH ORDINALITY AS e(child, place)",
        f"CROSS JOIN LATERAL jsonb_to_record(e.child) AS c({_shape(read)})",
    ]
    return f"SELECT {', '.join(columns)} " + _from(model, joins=joins)


def _many(model: type[record.CatalogueRecord], field: Any) -> str:
    through = field.remote_field.through._meta
    own = through.get_field(field.m2m_field_name()).column
    other = through.get_field(field.m2m_reverse_field_name()).column
    columns = (
        f'p.id * {CHILDREN_OF_ONE} + e.place AS "{through.pk.column}", '
        f'p.record_id AS "{own}", e.other::bigint AS "{other}" '
    )
    join = (
        f"CROSS JOIN LATERAL jsonb_array_elements_text({_list(field.name)}) "
        "WITH ORDINALITY AS e(other, place)"
    )
    return f"SELECT {columns}" + _from(model, joins=[join])


def _from(
    model: type[record.CatalogueRecord], *, joins: Sequence[str], conditions: Sequence[str] = ()
) -> str:
    return _FROM.format(
        kind=str(model.record_kind),
        joins=" ".join(joins),
        conditions=" ".join(conditions),
        moment=MOMENT,
    )


def _is_bookkeeping(field: Any) -> bool:
    """Whether a column belongs to the row of today, not to the words of a revision."""
    return (
        field.primary_key
        or field.name in publishing.BOOKKEEPING
        or field.name in _OF_PUBLICATION
        or getattr(field, "generated", False)
        or not field.serialize
    )


def _of_record(field: Any, levels: Sequence[str]) -> str:
    if field.name in _OF_PUBLICATION:
        return _OF_PUBLICATION[field.name]
    if field.name == "visibility":
        return _LEVEL.format(levels=", ".join(levels))
    return f't."{field.column}"' if _is_bookkeeping(field) else _of_content(field)


def _of_content(field: Any) -> str:
    """Read one field of a revision; one that the revision is older than has its default."""
    name = f'c."{field.name}"'
    if isinstance(field, ArrayField):
        values = f"jsonb_array_elements_text(COALESCE({name}, '[]')::jsonb)"
        return f"ARRAY(SELECT {values})::{field.db_type(connection)}"
    return name if field.null else f"COALESCE({name}, {_default(field)})"


def _default(field: Any) -> str:
    value = field.get_default()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(field, models.JSONField):
        return f"{_quoted(json.dumps(value))}::jsonb"
    return "NULL" if value is None else _quoted(str(value))


def _shape(fields: Sequence[Any]) -> str:
    """Columns of a JSON object as jsonb_to_record takes them: text where the form may vary."""
    return ", ".join(f'"{field.name}" {_type(field)}' for field in fields)


def _type(field: Any) -> str:
    if isinstance(field, ArrayField | models.CharField | models.TextField):
        return "text"
    return str(field.db_type(connection))


def _list(name: str) -> str:
    return f"COALESCE(r.content -> {_quoted(name)}, '[]'::jsonb)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

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
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
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
_CONTENT = "CASE WHEN p.id IS NOT NULL THEN r.content END"
"""The words of a revision; hung on p too, so that only what was live is read, never all of it."""
_ONE_BY_ONE = "e.place BETWEEN 1 AND {most}"
"""True of every child; without it the planner takes each list to have a hundred."""

_LEVEL = "CASE WHEN {staff} THEN 'staff' WHEN {members} THEN 'members' ELSE 'public' END"
_HAS_LEVEL = "'{level}' IN (c.visibility, t.visibility)"
_PARENT_HAS_LEVEL = """t."{column}" IN (SELECT id FROM "{table}" WHERE visibility = '{level}')"""
_PARENT_IS_LIVE = (
    """AND COALESCE(t."{column}" NOT IN (SELECT id FROM "{table}" WHERE NOT live), true)"""
)
"""Sets, not joins: past eight joins the planner no longer looks for the best order."""

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
_WORD = re.compile(r"\w+")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column:
    """What stands for a column: an expression, and which key of a revision it reads, if any."""

    name: str
    reads: str
    key: str = ""
    type: str = ""
    is_beside: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """The SELECT that stands for a table; the first column is its primary key.

    To read a revision is most of what it costs: only columns that a statement names are read.
    `source` has the places {beside} and {content}, filled where a column needs them.
    `is_small`: so few rows that a statement reads them once, however often it asks.
    """

    columns: tuple[Column, ...]
    source: str
    beside: str = ""
    content: str = ""
    is_small: bool = False

    def expression(self, *, words: Set[str]) -> str:
        """Return the table expression with the columns that are among the words of a statement."""
        asked = [each for each in self.columns if each.name in words] or [self.columns[0]]
        keys = {each.key: each.type for each in asked if each.key}
        shape = ", ".join(f'"{key}" {kind}' for key, kind in keys.items())
        source = self.source.format(
            beside=self.beside if any(each.is_beside for each in asked) else "",
            content=f"CROSS JOIN LATERAL jsonb_to_record({self.content}) AS c({shape})"
            if keys
            else "",
        )
        listed = ", ".join(f'{each.reads} AS "{each.name}"' for each in asked)
        how = "MATERIALIZED" if self.is_small else "NOT MATERIALIZED"
        return f"{how} (SELECT {listed} {source})"

    def whole(self) -> str:
        """Return the expression with every column."""
        return self.expression(words={each.name for each in self.columns})


Tables = dict[str, Table]


@dataclasses.dataclass(frozen=True)
class Beside:
    """Columns of a record that another table keeps from when to when.

    `join` binds that table to the publication p; `columns` are pairs of a field and what it reads.
    """

    join: str
    columns: tuple[tuple[str, str], ...]


NOTHING = Beside(join="", columns=())
_reading: contextvars.ContextVar[tuple[str, Tables] | None] = contextvars.ContextVar(
    "past", default=None
)


class WritingThePast(RuntimeError):
    """Raised for a statement that would change a kept table from inside at()."""


@contextlib.contextmanager
def at(*, moment: datetime.datetime, tables: Tables) -> Iterator[None]:
    """Answer from the past while the block lasts; `moment` is aware.

    `tables`: name of a table to what stands for it, with MOMENT where the moment goes.
    """
    literal = f"'{moment.astimezone(datetime.UTC).isoformat()}'::timestamptz"
    token = _reading.set((literal, tables))
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
    reading = _reading.get()
    if reading is not None and isinstance(sql, str):
        moment, tables = reading
        named = set(_TABLE.findall(sql))
        asked = [name for name in tables if name in named]
        if asked:
            if not sql.lstrip("( ").upper().startswith("SELECT"):
                raise WritingThePast(f"The past is not written: {sql[:60]}")
            words = set(_WORD.findall(sql))
            parts = (f'"{name}" AS {tables[name].expression(words=words)}' for name in asked)
            sql = f"WITH {', '.join(parts).replace(MOMENT, moment)} {sql}"
    return execute(sql, params, many, context)


@functools.cache
def tables_of(
    model: type[record.CatalogueRecord],
    *,
    parents: tuple[str, ...] = (),
    beside: Beside = NOTHING,
    is_small: bool = False,
) -> Tables:
    """Return what stands for the tables of a kind of record: its own, children, many-to-many.

    `parents`: foreign keys of the record without which it is not shown today. A model with
    parents goes before theirs in at(), so that it reads the parents of today.
    """
    found = {model._meta.db_table: _records(model, parents, beside, is_small)}
    for relation in clusters.get_all_child_relations(model):
        found[relation.related_model._meta.db_table] = _children(model, relation)
    for field in clusters.get_all_child_m2m_relations(model):
        found[field.remote_field.through._meta.db_table] = _many(model, field)
    if any("%" in table.whole() for table in found.values()):
        raise ValueError("A default with a per cent sign cannot stand here.")
    return found


def _records(
    model: type[record.CatalogueRecord], parents: Sequence[str], beside: Beside, is_small: bool
) -> Table:
    keys: list[Any] = [model._meta.get_field(parent) for parent in parents]
    names = [{"column": key.column, "table": key.related_model._meta.db_table} for key in keys]
    level = _LEVEL.format(
        **{
            level: " OR ".join(
                [
                    _HAS_LEVEL.format(level=level),
                    *(_PARENT_HAS_LEVEL.format(level=level, **name) for name in names),
                ]
            )
            for level in ("staff", "members")
        }
    )
    joins = [f'JOIN "{model._meta.db_table}" t ON t.id = p.record_id', "{beside}", "{content}"]
    conditions = ["AND t.live", *(_PARENT_IS_LIVE.format(**name) for name in names)]
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return Table(
        columns=tuple(_of_record(field, level, dict(beside.columns)) for field in fields),
        source=_from(model, joins=joins, conditions=conditions),
        beside=beside.join,
        content=_CONTENT,
        is_small=is_small,
    )


def _children(model: type[record.CatalogueRecord], relation: Any) -> Table:
    child, key = relation.related_model, relation.field
    read = [
        field for field in child._meta.concrete_fields if not field.primary_key and field is not key
    ]
    join = (
        f"CROSS JOIN LATERAL jsonb_array_elements({_list(relation.get_accessor_name())}) "
        "WITH ORDINALITY AS e(child, place)"
    )
    return Table(
        columns=(
            Column(name=child._meta.pk.column, reads=f"p.id * {CHILDREN_OF_ONE} + e.place"),
            Column(name=key.column, reads="p.record_id"),
            *(_of_content(field) for field in read),
        ),
        source=_from(model, joins=[join, "{content}"], conditions=[_each()]),
        content="e.child",
    )


def _many(model: type[record.CatalogueRecord], field: Any) -> Table:
    through = field.remote_field.through._meta
    own = through.get_field(field.m2m_field_name()).column
    other = through.get_field(field.m2m_reverse_field_name()).column
    join = (
        f"CROSS JOIN LATERAL jsonb_array_elements_text({_list(field.name)}) "
        "WITH ORDINALITY AS e(other, place)"
    )
    return Table(
        columns=(
            Column(name=through.pk.column, reads=f"p.id * {CHILDREN_OF_ONE} + e.place"),
            Column(name=own, reads="p.record_id"),
            Column(name=other, reads="e.other::bigint"),
        ),
        source=_from(model, joins=[join], conditions=[_each()]),
    )


def _each() -> str:
    return f"AND {_ONE_BY_ONE.format(most=CHILDREN_OF_ONE)}"


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


def _of_record(field: Any, level: str, kept: Mapping[str, str]) -> Column:
    if field.name in kept:
        return Column(name=field.column, reads=kept[field.name], is_beside=True)
    if field.name in _OF_PUBLICATION:
        return Column(name=field.column, reads=_OF_PUBLICATION[field.name])
    if _is_bookkeeping(field):
        return Column(name=field.column, reads=f't."{field.column}"')
    column = _of_content(field)
    if field.name == "visibility":
        return dataclasses.replace(column, reads=level)
    return column


def _of_content(field: Any) -> Column:
    """Read one field of a revision; one that the revision is older than has its default."""
    reads = name = f'c."{field.name}"'
    if isinstance(field, ArrayField):
        values = f"jsonb_array_elements_text(COALESCE({name}, '[]')::jsonb)"
        reads = f"ARRAY(SELECT {values})::{field.db_type(connection)}"
    elif not field.null:
        reads = f"COALESCE({name}, {_default(field)})"
    return Column(name=field.column, reads=reads, key=field.name, type=_type(field))


def _default(field: Any) -> str:
    value = field.get_default()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(field, models.JSONField):
        return f"{_quoted(json.dumps(value))}::jsonb"
    return "NULL" if value is None else _quoted(str(value))


def _type(field: Any) -> str:
    """As jsonb_to_record takes it: text where the form in the revision may vary."""
    if isinstance(field, ArrayField | models.CharField | models.TextField):
        return "text"
    return str(field.db_type(connection))


def _list(name: str) -> str:
    return f"COALESCE({_CONTENT} -> {_quoted(name)}, '[]'::jsonb)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

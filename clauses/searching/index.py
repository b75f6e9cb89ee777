"""The upkeep of the search index; triggers keep it, so this only rebuilds and compares."""

import dataclasses

from django.apps import apps
from django.db import connection, transaction

from clauses.models.record import CatalogueRecord
from clauses.searching import holding

COLUMNS = (
    "record_kind, record_id, scope, slug, visibility, title, keys, words, terms, in_force, "
    "happened_on, unions, agreements, roles, uses, types, grade"
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """An entry that is not as the records say it should be."""

    record_kind: str
    record_id: int
    scope: str
    slug: str
    is_missing: bool


def kinds() -> list[str]:
    """List the kinds of record that have entries, those of every app."""
    return [
        str(model.record_kind) for model in apps.get_models() if issubclass(model, CatalogueRecord)
    ]


def rebuild() -> None:
    """Make every entry and the list of words anew, in one transaction; searches go on meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(holding.HOLD)
        cursor.execute("DELETE FROM clauses_searchword")
        cursor.execute("DELETE FROM clauses_searchentry WHERE NOT record_kind = ANY(%s)", [kinds()])
        for kind in kinds():
            cursor.execute("SELECT clauses_search_refresh(%s, NULL)", [kind])


def differences() -> list[Difference]:
    """List entries that a rebuild would change, add or remove; none, unless something is broken."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(holding.HOLD)
        for kind in kinds():
            cursor.execute(
                f"""
                WITH expected AS MATERIALIZED (
                  SELECT {COLUMNS} FROM clauses_search_expected(%(kind)s, NULL)
                ), kept AS MATERIALIZED (
                  SELECT {COLUMNS} FROM clauses_searchentry WHERE record_kind = %(kind)s
                )
                SELECT record_kind, record_id, scope, slug, true
                  FROM (TABLE expected EXCEPT TABLE kept) AS missing
                UNION ALL
                SELECT record_kind, record_id, scope, slug, false
                  FROM (TABLE kept EXCEPT TABLE expected) AS wrong
                ORDER BY 4, 3, 5
                """,  # noqa: S608 - names of columns, written above
                {"kind": kind},
            )
            found += [
                Difference(record_kind=kind, record_id=pk, scope=scope, slug=slug, is_missing=lacks)
                for kind, pk, scope, slug, lacks in cursor.fetchall()
            ]
    return found

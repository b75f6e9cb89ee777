"""The catalogue's clauses many times over, each copy with what was published of it, and before."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from clauses.models import Clause

CHILDREN = (
    "clauses_clausetext",
    "clauses_clausesource",
    "clauses_timelimit",
    "clauses_clause_carried_into",
)

WRITTEN = (*CHILDREN, "clauses_clause", "wagtailcore_revision", "clauses_publication")

OF_A_COPY = {
    "slug": "'bench-' || n || '-' || x.id",
    "title": "x.title || ', copy ' || n",
    "latest_revision_id": "NULL",
    "live_revision_id": "NULL",
    "checked_at": "NULL",
    "checked_by_id": "NULL",
}

COPIES = """
INSERT INTO clauses_clause ({columns})
SELECT {values} FROM clauses_clause x, generate_series(1, %(times)s) AS n
WHERE x.agreement_id IS NOT NULL
LIMIT %(count)s;
CREATE TEMPORARY TABLE made AS
SELECT id, slug, title, split_part(slug, '-', 3)::bigint AS source
FROM clauses_clause WHERE slug LIKE 'bench-%%';
ANALYZE made;
"""

PUBLISHED = """
INSERT INTO wagtailcore_revision (content_type_id, base_content_type_id, object_id, created_at,
    object_str, content)
SELECT r.content_type_id, r.base_content_type_id, made.id::varchar, r.created_at, age.name,
    r.content || jsonb_build_object('pk', made.id, 'slug', made.slug,
        'title', age.name || made.title)
FROM made
JOIN clauses_publication p ON p.record_kind = 'clause' AND p.record_id = made.source
JOIN wagtailcore_revision r ON r.id = p.revision_id,
(VALUES (''), ('Earlier: ')) AS age(name);
INSERT INTO clauses_publication (record_kind, record_id, slug, revision_id, content_digest,
    author_ids, system_actor, live_from, live_until)
SELECT 'clause', made.id, made.slug, r.id, '', '{}', 'catalogue',
    CASE r.object_str WHEN '' THEN p.live_from ELSE p.live_from - %(before)s END,
    CASE r.object_str WHEN '' THEN NULL ELSE p.live_from END
FROM made
JOIN clauses_publication p ON p.record_kind = 'clause' AND p.record_id = made.source
JOIN wagtailcore_revision r
    ON r.base_content_type_id = %(kind)s AND r.object_id = made.id::varchar;
UPDATE clauses_clause c SET latest_revision_id = p.revision_id, live_revision_id = p.revision_id
FROM clauses_publication p
WHERE p.record_kind = 'clause' AND p.record_id = c.id AND p.live_until IS NULL
    AND c.slug LIKE 'bench-%%';
DROP TABLE made;
ANALYZE;
"""


def copy_clauses(*, count: int, before: datetime.timedelta) -> None:
    """Add `count` clauses of agreements; each had other words for as long as `before`.

    They are copied past the triggers: not in the search index, and no Change tells of them.
    """
    with connection.cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SELECT count(*) FROM clauses_clause WHERE agreement_id IS NOT NULL")
        real = cursor.fetchone()[0]
        columns = columns_of("clauses_clause")
        cursor.execute(
            COPIES.format(
                columns=", ".join(columns),
                values=", ".join(OF_A_COPY.get(name, f"x.{name}") for name in columns),
            ),
            {"times": count // real + 1, "count": count},
        )
        for table in CHILDREN:
            kept = ", ".join(f"x.{name}" for name in columns_of(table) if name != "clause_id")
            cursor.execute(
                f"INSERT INTO {table} (clause_id, {kept.replace('x.', '')})"  # noqa: S608 - our own columns
                f" SELECT made.id, {kept} FROM made JOIN {table} x ON x.clause_id = made.source"
            )
        cursor.execute(
            PUBLISHED,
            {"before": before, "kind": ContentType.objects.get_for_model(Clause).pk},
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in WRITTEN:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def columns_of(table: str) -> list[str]:
    """Columns of a table that are written, without its own number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND column_name <> 'id' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]

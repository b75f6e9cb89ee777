"""The search page over 20,000 clauses beside the plainest ranked search of the same index."""

import time

import pytest
from django.db import connection

from clauses.searching import index
from tests.bench import timing

CLAUSES = 20_000
GATE = 12.0
"""The page counts eight facets, ranks everything found, reads records and marks words."""

ASKED = {
    "rare": "wording 17 fingerprint",
    "common": "consent replica",
    "every clause": "clause",
    "French": "clonage de voix",
    "a section": "39.A",
    "narrowed": "consent&kind=clause&union=sag-aftra&state=in-force",
    "a slip of the pen": "replika concent",
    "nothing": "qzxqzx",
}

MORE = """
WITH made AS (
  INSERT INTO clauses_clause ({columns})
  SELECT {values} FROM clauses_clause AS c, generate_series(1, %(times)s) AS number
  WHERE c.agreement_id IS NOT NULL
  RETURNING id, slug
)
INSERT INTO clauses_clausetext (clause_id, language, title, summary, plain_language, status,
                                original_digest, time_limit_notes)
SELECT made.id, t.language, t.title, t.summary, t.plain_language, t.status, '', '[]'
FROM made JOIN clauses_clause AS c ON made.slug LIKE 'bench-%%-' || c.id
JOIN clauses_clausetext AS t ON t.clause_id = c.id
"""


@pytest.fixture
def library(db, catalogue):
    """The catalogue many times over, each clause with a wording of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clauses_clause WHERE agreement_id IS NOT NULL")
        real = cursor.fetchone()[0]
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'clauses_clause' AND column_name <> 'id'"
        )
        columns = [name for (name,) in cursor.fetchall()]
        changed = {
            "slug": "'bench-' || number || '-' || c.id",
            "title": "c.title || ', wording ' || number",
            "latest_revision_id": "NULL",
            "live_revision_id": "NULL",
            "checked_at": "NULL",
            "checked_by_id": "NULL",
        }
        start = time.perf_counter()
        cursor.execute(
            MORE.format(
                columns=", ".join(f'"{name}"' for name in columns),
                values=", ".join(changed.get(name, f'c."{name}"') for name in columns),
            ),
            {"times": CLAUSES // real + 1},
        )
        seconds = time.perf_counter() - start
        cursor.execute("SELECT count(*) FROM clauses_searchentry WHERE record_kind = 'clause'")
        entries = cursor.fetchone()[0]
        cursor.execute("ANALYZE clauses_searchentry")
        cursor.execute("ANALYZE clauses_clause")
    print(f"\n{entries} clauses with two translations indexed in {seconds:.1f} s")
    return entries


def bench_search_over_20_000_clauses(library, client):
    assert library >= CLAUSES
    slow = []
    for name, text in ASKED.items():
        address = f"/en/search/?q={text.replace(' ', '+')}"
        words = text.split("&")[0]

        def page(address=address):
            assert client.get(address).status_code == 200

        def plainly(words=words):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT slug, ts_rank(words, asked) FROM clauses_searchentry,"
                    " plainto_tsquery('search_en', %s) AS asked"
                    " WHERE words @@ asked ORDER BY 2 DESC LIMIT 20",
                    [words],
                )
                cursor.fetchall()

        found = timing.compare(ours=page, floor=plainly, runs=5)
        print(found.line(f"{name} ({text})"))
        if found.ratio > GATE and found.spread <= timing.NOISY:
            slow.append(name)
    assert not slow


def bench_search_rebuild(library):
    start = time.perf_counter()
    index.rebuild()
    print(f"rebuilt {library} clauses and the rest in {time.perf_counter() - start:.1f} s")

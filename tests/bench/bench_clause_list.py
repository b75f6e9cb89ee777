"""The desk's list of 20,000 clauses beside the same list with the fifty of one agreement."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse

from clauses.models import Clause
from tests import desk
from tests.bench import timing
from tests.factories import library, people, records

CLAUSES = 20_000
GATE = 4.0
"""Sorting and counting 20,000 rows may cost some of a page, never most of a second."""

ASKED = {
    "the list": "?",
    "its last page": "?p=400",
    "sorted by title": "?ordering=title",
    "the last edited first": "?ordering=-latest_revision__created_at",
    "by role, use and day": "?role=writer&use=script-generation&in_force=2024-06-01",
    "in review": "?state=review",
    "searched": "?q=clause-19999",
}

REVISIONS = """
INSERT INTO wagtailcore_revision (content_type_id, base_content_type_id, object_id, created_at,
    user_id, object_str, content)
SELECT %(kind)s, %(kind)s, c.id::varchar, now() - c.id * interval '1 minute', %(user)s, c.title,
    r.content
FROM clauses_clause c, wagtailcore_revision r
WHERE r.id = %(revision)s AND c.latest_revision_id = r.id AND c.slug LIKE 'bench-%%';
UPDATE clauses_clause c SET latest_revision_id = r.id, live_revision_id = r.id
FROM wagtailcore_revision r
WHERE r.base_content_type_id = %(kind)s AND r.object_id = c.id::varchar
    AND c.slug LIKE 'bench-%%';
ANALYZE clauses_clause, wagtailcore_revision;
"""


@pytest.fixture
def editor(transactional_db):
    """An editor before 20,000 clauses of a hundred agreements, each with its revision."""
    for name, slug in (("roles", "writer"), ("uses", "script-generation")):
        library.TaxonomyTermFactory(vocabulary=name, slug=slug)
    person = desk.Desk(people.EditorFactory(unions=[library.UnionFactory()]))
    agreements = library.AgreementFactory.create_batch(100)
    clause = library.ClauseFactory(slug="first", agreement=agreements[0])
    records.publish(clause)
    clause.refresh_from_db()
    columns = [
        field.column
        for field in Clause._meta.concrete_fields
        if field.name not in {"id", "slug", "title", "agreement"}
    ]
    kept = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO clauses_clause (slug, title, agreement_id, {kept})"  # noqa: S608 - our own columns
            f" SELECT 'bench-clause-' || n, 'Title ' || md5(n::text),"
            f" (%(agreements)s::bigint[])[1 + n %% 100], {kept}"
            " FROM clauses_clause, generate_series(2, %(count)s) AS n WHERE slug = 'first'",
            {"count": CLAUSES, "agreements": [each.pk for each in agreements]},
        )
        cursor.execute(
            REVISIONS,
            {
                "kind": ContentType.objects.get_for_model(Clause).pk,
                "user": person.user.pk,
                "revision": clause.latest_revision_id,
            },
        )
    return person


def test_the_list_of_clauses_grows_with_the_page_and_not_with_the_library(editor):
    assert Clause.objects.count() == CLAUSES
    address = reverse(Clause.snippet_viewset.get_url_name("list"))
    first = Clause.objects.get(slug="first").agreement_id

    def page(query):
        answer = editor.get(address + query)
        assert answer.status_code == 200
        return answer

    assert page("?").context["paginator"].count == CLAUSES
    slow = {}
    for name, query in ASKED.items():
        ratio = timing.compare(
            ours=lambda query=query: page(query),
            floor=lambda: page(f"?agreement={first}"),
            runs=5,
        )
        print(ratio.line(f"clause list, {name}"))
        slow[name] = ratio.ratio
    assert max(slow.values()) <= GATE, slow

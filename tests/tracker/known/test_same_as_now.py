"""What was known a moment ago is what is known now, on the whole real catalogue."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clauses.models import Agreement, Clause, Statute
from tests.factories import people
from tracker import known_then
from tracker.models import Deployment, Link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

OF_THE_ROW = {"updated_at", "last_published_at", "catalogue_digest"}
LISTS = [
    "clauses/?limit=100&as_of=2026-11-22",
    "clauses/?limit=100&as_of=2026-11-22&lang=fr&role=writer&use=script-rewriting",
    "clauses/?limit=100&as_of=2026-11-22&in_force_on=2026-06-01&count=true",
    "agreements/?limit=100&as_of=2026-11-22&lang=es",
    "agreements/?limit=100&as_of=2026-11-22&union=wgc",
    "deployments/?limit=100&as_of=2026-11-22&lang=es&vendor=openai",
    "links/?limit=100&as_of=2026-11-22",
]


@pytest.fixture
def now():
    return datetime.datetime.now(datetime.UTC)


def without_bookkeeping(answer):
    for row in answer["results"]:
        row.pop("updated_at", None)
    return {name: answer[name] for name in ("results", "as_of", "count") if name in answer}


@pytest.mark.parametrize("model", [Agreement, Statute, Clause, Deployment])
def test_every_column_and_child_reads_the_same(model, now):
    def everything():
        return {
            row["slug"]: {name: value for name, value in row.items() if name not in OF_THE_ROW}
            for row in model.objects.visible_to(None).values()
        }

    today = everything()
    with known_then.at(now):
        then = everything()

    assert len(today) > 8
    assert then == today


@pytest.mark.parametrize("path", LISTS)
def test_a_list_answers_the_same_in_the_same_number_of_queries(site, now, path):
    clause = Clause.objects.get(slug="wga23-gai-definition")
    deployment = Deployment.objects.get(slug="openai-sora-preview-2024-02")
    Link.objects.update_or_create(
        clause=clause,
        deployment=deployment,
        defaults={
            "state": "confirmed",
            "standing": "conditional",
            "judged_on": "2024-02-15",
            "proposed_at": now,
            "decided_at": now,
            "decided_by": people.StaffFactory(),
        },
    )
    site.api(path)
    with CaptureQueriesContext(connection) as queries:
        today = site.api(path)
    with CaptureQueriesContext(connection) as queries_then:
        then = site.api(path, known_at=now + datetime.timedelta(seconds=0))

    assert today["results"]
    assert without_bookkeeping(then) == without_bookkeeping(today)
    assert len(queries_then) == len(queries)


PAGES = [
    "/clauses/?as_of=2026-11-22",
    "/clauses/?as_of=2026-11-22&in_force=1&role=writer",
    "/clauses/sag23-synthetic-notice-bargain/?as_of=2026-11-22",
    "/clauses/ca-ab-1836/?as_of=2026-11-22",
    "/agreements/?as_of=2026-11-22",
    "/agreements/sag-aftra-tv-theatrical-2026/?as_of=2026-11-22",
    "/deployments/?as_of=2026-11-22&vendor=openai",
    "/deployments/openai-sora-2-app-launch-2025-09/?as_of=2026-11-22",
]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_then_answers_in_each_language_and_says_what_it_is(site, now, path, language):
    answer = site.get(f"/{language}{path}", known_at=now)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert '<div class="notice look-here" role="note">' in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert "<script" not in page

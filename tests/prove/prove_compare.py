"""The comparison beside 20,000 other clauses: the same queries, and hardly more time."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clauses.models import clause as clauses
from tests.factories import library

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
OTHERS = 20_000
MOST_SECONDS = 2.0
SIX = (
    "/en/compare/?agreements=sag-aftra-tv-theatrical-2026,sag-aftra-commercials-2025,wga-mba-2026,"
    "iatse-basic-2024,sag-aftra-interactive-2025,tag-839-2024"
)
TWO = "/en/compare/?agreements=wga-mba-2026,wga-mba-2023"


def asked(client, address):
    """Return how many queries and seconds a page takes once the vocabulary is warm."""
    client.get(address)
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries), time.perf_counter() - started


def prove_the_comparison_costs_the_same_beside_twenty_thousand_clauses(client, capsys):
    before = {address: asked(client, address) for address in (TWO, SIX)}
    crowd = library.AgreementFactory(slug="crowd")
    clauses.Clause.objects.bulk_create(
        clauses.Clause(slug=f"one-of-many-{number}", agreement=crowd, title="A", live=True)
        for number in range(OTHERS)
    )

    after = {address: asked(client, address) for address in (TWO, SIX)}

    for address in (TWO, SIX):
        assert after[address][0] == before[address][0]
        assert after[address][1] < MOST_SECONDS
    with capsys.disabled():
        counts = ", ".join(
            f"{queries} queries in {seconds:.2f} s" for queries, seconds in after.values()
        )
        print(f"\n  compare beside {OTHERS} clauses: two columns {counts} for six")

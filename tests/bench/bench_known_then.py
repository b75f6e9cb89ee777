"""What was in force, as known then, over 20,000 clauses beside what was known then alone."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from clauses.models import Clause
from tests.bench import libraries, timing

CLAUSES = 20_000
DAY = "2026-06-01"
GATES = {"page": 2.0, "interface": 4.0}
"""The interface's list alone stops at its last row; what was in force is sought among all."""


@pytest.fixture
def library(db, catalogue):
    """The whole catalogue and 20,000 clauses more, each published twice."""
    libraries.copy_clauses(count=CLAUSES, before=datetime.timedelta(days=30))
    assert Clause.objects.count() > CLAUSES
    return Client(headers={"Accept-Language": "en"})


def bench_what_was_in_force_as_known_then(library, forget_limits):
    def rows(**asked):
        forget_limits()
        answer = library.get("/api/v1/clauses/", {"limit": 100, "as_of": DAY} | asked)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def page(**asked):
        answer = library.get("/en/clauses/", {"as_of": DAY} | asked)
        assert answer.status_code == 200
        return answer.context["page"].count

    known = timezone.now().isoformat()
    in_force = rows(in_force_on=DAY, count="true")["count"]
    assert 0 < in_force < CLAUSES
    assert rows(in_force_on=DAY, count="true", known_at=known)["count"] == in_force
    assert page(in_force="1") == page(in_force="1", known_at=known) == in_force
    found = {
        "page": timing.compare(
            ours=lambda: page(in_force="1", known_at=known),
            floor=lambda: page(known_at=known),
            runs=3,
        ),
        "interface": timing.compare(
            ours=lambda: rows(in_force_on=DAY, known_at=known),
            floor=lambda: rows(known_at=known),
            runs=3,
        ),
    }
    slow = []
    for name, ratio in found.items():
        print(ratio.line(f"in force, as known then / as known then: {name}"))
        if ratio.ratio > GATES[name] and ratio.spread <= timing.NOISY:
            slow.append(name)
    assert not slow

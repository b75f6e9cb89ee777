"""Standing of one deployment in large libraries, beside judging their clauses one by one."""

import dataclasses
import datetime
import functools
import itertools
import statistics

import pytest

from tests.bench import timing
from tracker import models, standing
from tracker.matching import library, merging, ranking, reading
from tracker.matching import standing as rules

ON = datetime.date(2026, 11, 24)
GATES = {5_000: 0.002, 50_000: 0.020}
"""Clauses to seconds that the median deployment may take."""
NAIVE_EVENTS = 5
"""Deployments that are also judged clause by clause, which takes seconds in a large library."""
COUNTRIES = (
    "US", "CA", "GB", "DE", "FR", "AU", "NZ", "IE", "ES", "IT", "NL", "SE", "DK", "NO", "FI",
    "PL", "PT", "AT", "CH", "BE", "JP", "KR", "IN", "BR", "MX", "AR", "ZA", "NG", "CL", "CO",
)  # fmt: skip


class OneByOne(reading.Reading):
    """The same rules without an index: every clause of the library is looked at."""

    def verdicts(self):
        found = []
        for shelved in self.library.shelf:
            one = reading.Reading(shelves=self.library, event=self.event, on=self.on)
            if shelved.agreement is None or one._view(shelved.agreement).matters:
                found.append(one.verdict(shelved))
        return [verdict for verdict in found if verdict is not None]


def grown(kept, size):
    """The catalogue again and again under other names, each time in another of thirty countries."""
    agreements, statutes = list(kept.agreements.values()), list(kept.statutes.values())
    clauses = list(kept.clauses.values())
    known = {*kept.agreements, *kept.statutes, *kept.clauses}
    more = {"agreements": list(agreements), "statutes": list(statutes), "clauses": list(clauses)}
    for number in itertools.count(1):
        if len(more["clauses"]) >= size:
            break
        country = COUNTRIES[number % len(COUNTRIES)]

        def named(slug, number=number):
            return f"{slug}~{number}" if slug in known else slug

        def every(slugs, named=named):
            return tuple(named(slug) for slug in slugs)

        more["agreements"] += [
            dataclasses.replace(
                each,
                slug=named(each.slug),
                country=country,
                succeeded_by=named(each.succeeded_by),
                instead_of=named(each.instead_of),
            )
            for each in agreements
        ]
        more["statutes"] += [
            dataclasses.replace(each, slug=named(each.slug), jurisdiction=country)
            for each in statutes
        ]
        more["clauses"] += [
            dataclasses.replace(
                each,
                slug=named(each.slug),
                agreement=named(each.agreement),
                statute=named(each.statute),
                carried_into=every(each.carried_into),
                builds_on=every(each.builds_on),
                umbrella_of=every(each.umbrella_of),
                scope_of=every(each.scope_of),
            )
            for each in clauses
        ]
    return library.Library(
        words=kept.words,
        agreements=more["agreements"],
        statutes=more["statutes"],
        clauses=more["clauses"][:size],
        parties=kept.parties.values(),
        bindings=kept.register.rows(),
    )


@pytest.fixture
def judged(db, catalogue):
    """The rules' library of the catalogue, and its deployments that raise something."""
    kept = standing.library(viewer=None)
    events = [
        standing.event_of(deployment=deployment, viewer=None)
        for deployment in models.Deployment.objects.visible_to(None).prefetch_related("deployers")
    ]
    return kept, [
        event for event in events if rules.answer(library=kept, event=event, on=ON).entries
    ]


class Judge:
    """Answers for one library, by the product and by the loop."""

    def __init__(self, shelves):
        self.shelves = shelves

    def by_index(self, event):
        answer = rules.answer(library=self.shelves, event=event, on=ON)
        return [entry.clause for entry in answer.entries]

    def one_by_one(self, event):
        seen = OneByOne(shelves=self.shelves, event=event, on=ON)
        groups = merging.groups(seen.verdicts())
        return [found.group.head.slug for found in ranking.rank(groups, known=seen.knowledge)]


@pytest.mark.parametrize("size", GATES)
def test_standing_grows_with_what_matters_and_not_with_the_library(judged, size):
    kept, events = judged
    judge = Judge(grown(kept, size))
    for event in events[:: len(events) // NAIVE_EVENTS]:
        assert judge.by_index(event) == judge.one_by_one(event)

    seconds = [timing.best(functools.partial(judge.by_index, event)) for event in events]

    median = statistics.median(seconds)
    print(
        f"standing, {size} clauses, {len(events)} deployments: median {median * 1000:.2f} ms, "
        f"slowest {max(seconds) * 1000:.2f} ms, gate {GATES[size] * 1000:.0f} ms"
    )
    middle = events[len(events) // 2]
    ratio = timing.compare(
        ours=functools.partial(judge.by_index, middle),
        floor=functools.partial(judge.one_by_one, middle),
        runs=3,
    )
    print(ratio.line(f"standing, {size} clauses, beside one by one"))
    assert median <= GATES[size]

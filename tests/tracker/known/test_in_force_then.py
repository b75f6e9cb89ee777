"""What was in force on a day, as it was known at a moment: always the answer of a naive search."""

import dataclasses
import datetime
import itertools
import random
import re

import pytest

from clauses.models import Agreement, Clause
from tests.factories import library
from tests.tracker.known.conftest import revise

pytestmark = pytest.mark.django_db

BEGIN = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
DAYS = [datetime.date(2023, 1, 1) + datetime.timedelta(days=180 * n) for n in range(9)]


@dataclasses.dataclass(frozen=True)
class Term:
    """First and last day in force, and the agreements that keep the clause."""

    first: datetime.date | None
    last: datetime.date | None
    carried: frozenset[str] = frozenset()

    def has(self, day: datetime.date) -> bool:
        return self.first is not None and self.first <= day and not (self.last and self.last < day)


class Terms:
    """Publishes agreements and clauses with terms, and writes down what was known when."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = BEGIN
        self.agreements: dict[str, Agreement] = {}
        self.clauses: dict[str, Clause] = {}
        self.known: dict[str, Term] = {}
        self.told: list[tuple[datetime.datetime, dict[str, Term]]] = []
        # one that covers all days, so that no clause begins before its agreement
        self.home = library.AgreementFactory(
            slug="home", effective_from=DAYS[0], effective_to=None, published=BEGIN
        )

    def step(self) -> None:
        self.now += datetime.timedelta(hours=self.chance.randint(1, 40))
        self.chance.choice([self.agreement, self.clause, self.clause, self.revise, self.revise])()
        self.told.append((self.now, dict(self.known)))

    def agreement(self) -> None:
        slug = f"deal-{len(self.agreements)}"
        first, last = self.days()
        self.agreements[slug] = library.AgreementFactory(
            slug=slug, effective_from=first, effective_to=last, published=self.now
        )
        self.known[slug] = Term(first, last)

    def clause(self) -> None:
        slug = f"clause-{len(self.clauses)}"
        first, last = self.days()
        kept = self.some()
        self.clauses[slug] = library.ClauseFactory(
            slug=slug,
            agreement=self.home,
            effective_from=first,
            effective_to=last,
            carried_into=[self.agreements[each] for each in sorted(kept)],
            published=self.now,
        )
        self.known[slug] = Term(first, last, kept)

    def revise(self) -> None:
        among = self.chance.choice([self.agreements, self.clauses])
        if not among:
            return
        slug = self.chance.choice(sorted(among))
        first, last = self.days()
        words = {"effective_from": first, "effective_to": last}
        kept = frozenset()
        if slug in self.clauses:
            kept = self.some()
            words["carried_into"] = [self.agreements[each] for each in sorted(kept)]
        revise(among[slug], at=self.now, **words)
        self.known[slug] = Term(first, last, kept)

    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        first, last = sorted(self.chance.sample(DAYS, 2))
        return self.chance.choice([(first, last), (first, last), (first, None), (None, None)])

    def some(self) -> frozenset[str]:
        most = min(2, len(self.agreements))
        return frozenset(self.chance.sample(sorted(self.agreements), self.chance.randint(0, most)))

    def at(self, moment: datetime.datetime) -> dict[str, Term]:
        known: dict[str, Term] = {}
        for then, terms in self.told:
            if then <= moment:
                known = terms
        return known

    def expected(self, *, moment: datetime.datetime, day: datetime.date) -> set[str]:
        """Clauses that count on `day` by what was known at `moment`."""
        known = self.at(moment)
        return {
            slug
            for slug, term in known.items()
            if slug in self.clauses
            and term.first is not None
            and (
                term.has(day)
                or (term.first <= day and any(known[each].has(day) for each in term.carried))
            )
        }


@pytest.mark.parametrize("seed", [3, 4])
def test_known_at_with_in_force_on_is_what_a_naive_search_says(site, forget_limits, seed):
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    terms = Terms(chance)
    for _number in range(2):
        terms.agreement()
    for _number in range(28):
        terms.step()
    moments = chance.sample([moment for moment, _known in terms.told], 8)

    seen = set()
    carried = 0
    for moment, day in itertools.product(sorted(moments), DAYS):
        forget_limits()
        expected = terms.expected(moment=moment, day=day)
        everything = site.api(
            f"clauses/?limit=100&as_of={day}&fields=is_in_force", known_at=moment
        )["results"]
        kept = site.api(f"clauses/?limit=100&in_force_on={day}&count=true", known_at=moment)
        page = site.page(f"/clauses/?in_force=1&as_of={day}", known_at=moment)
        assert {row["slug"] for row in everything if row["is_in_force"]} == expected
        assert {row["slug"] for row in kept["results"]} == expected
        assert kept["count"] == len(expected)
        assert set(re.findall(r"/en/clauses/(clause-\d+)/", page)) == expected
        known = terms.at(moment)
        carried += len([slug for slug in expected if not known[slug].has(day)])
        seen.add(frozenset(expected))
    assert carried > 10
    assert len(seen) > 12

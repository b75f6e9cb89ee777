"""Where a clause is in its life on a day."""

import datetime

import pytest

from clauses import lineage
from clauses.models import clause as clauses
from tests.factories import library

pytestmark = pytest.mark.django_db
State = lineage.State


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def old():
    return library.AgreementFactory(
        effective_from=day("2023-07-01"), effective_to=day("2026-06-30")
    )


@pytest.fixture
def new():
    return library.AgreementFactory(
        effective_from=day("2026-07-01"), effective_to=day("2030-06-30")
    )


def clause_of(agreement, **more):
    return library.ClauseFactory(
        agreement=agreement,
        effective_from=agreement.effective_from,
        effective_to=agreement.effective_to,
        **more,
    )


def place(clause, on: str) -> lineage.Place:
    return lineage.place_on(
        clause=clause,
        carried_into=clause.carried_into.all(),
        built_upon_by=list(clause.built_upon_by.all()),
        on=day(on),
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2023-06-30", State.NOT_BEGUN),
        ("2023-07-01", State.IN_FORCE),
        ("2026-06-30", State.IN_FORCE),
        ("2026-07-01", State.ENDED),
    ],
)
def test_the_last_day_is_in_force_and_the_next_is_not(old, on, state):
    assert place(clause_of(old), on).state is state


def test_a_clause_carried_on_counts_by_the_later_agreement_until_its_end(old, new):
    clause = clause_of(old, carried_into=[new])

    found = place(clause, "2026-07-01")

    assert (found.state, found.carrier, found.until) == (State.CARRIED, new, new.effective_to)
    assert place(clause, "2030-07-01").state is State.ENDED


def test_a_clause_built_upon_is_replaced_once_the_later_one_begins(old, new):
    clause = clause_of(old)
    later = clause_of(new, builds_on=[clause])

    assert place(clause, "2026-06-30").state is State.IN_FORCE
    assert place(clause, "2026-07-01").replacements == (later,)


def test_a_clause_without_a_first_day_never_counts(old):
    clause = library.ClauseFactory(agreement=old, effective_from=None, effective_to=None)

    assert place(clause, "2024-01-01").state is State.NO_START
    assert not lineage.counting(queryset=clauses.Clause.objects.all(), on=day("2024-01-01"))


@pytest.mark.parametrize(
    "on", ["2023-06-30", "2023-07-01", "2026-06-30", "2026-07-01", "2030-07-01"]
)
def test_the_query_and_the_rule_agree_on_what_counts(old, new, on):
    clause_of(old)
    clause_of(old, carried_into=[new])
    clause_of(new)

    counting = set(lineage.counting(queryset=clauses.Clause.objects.all(), on=day(on)))

    assert counting == {
        clause for clause in clauses.Clause.objects.all() if place(clause, on).counts
    }

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.matching import terms

DAY = datetime.date


def test_the_last_day_in_force_is_in_force_and_the_day_after_is_not():
    term = terms.from_dates(effective_from=DAY(2023, 9, 25), effective_to=DAY(2026, 5, 1))

    assert term == terms.Term(DAY(2023, 9, 25), DAY(2026, 5, 2))
    assert term.includes(DAY(2026, 5, 1))
    assert not term.includes(DAY(2026, 5, 2))
    assert term.has_ended(DAY(2026, 5, 2))
    assert not term.has_ended(DAY(2026, 5, 1))
    assert term.last_day == DAY(2026, 5, 1)


def test_a_record_without_a_start_date_is_never_in_force():
    assert terms.from_dates(effective_from=None, effective_to=DAY(2026, 5, 1)) is None


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="2026-05-01 is before 2026-05-02"):
        terms.from_dates(effective_from=DAY(2026, 5, 2), effective_to=DAY(2026, 5, 1))


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("day", DAY(2024, 2, 15), DAY(2024, 2, 15)),
        ("month", DAY(2024, 2, 1), DAY(2024, 2, 29)),
        ("year", DAY(2024, 1, 1), DAY(2024, 12, 31)),
    ],
)
def test_a_date_of_a_precision_spans_its_days(precision, first, last):
    day = DAY(2024, 2, 15)

    assert terms.first_day_of(day=day, precision=precision) == first
    assert terms.last_day_of(day=day, precision=precision) == last


def test_a_year_after_a_leap_day_is_the_last_of_february():
    assert terms.a_year_after(DAY(2024, 2, 29)) == DAY(2025, 2, 28)
    assert terms.a_year_after(DAY(2024, 3, 1)) == DAY(2025, 3, 1)


@given(st.dates(), st.integers(0, 4000), st.dates())
def test_a_term_includes_exactly_its_days(start, length, day):
    if start > DAY.max - datetime.timedelta(days=length + 1):
        return
    end = start + datetime.timedelta(days=length)

    term = terms.from_dates(effective_from=start, effective_to=end)

    assert term.includes(day) is (start <= day <= end)
    assert term.last_day == end


@given(st.dates())
def test_a_year_around_a_day_never_falls_short_of_a_year(day):
    since, until = terms.a_year_around(day)

    assert since <= day <= until
    assert since == DAY.min or terms.a_year_after(since) <= day
    assert until == DAY.max or until >= terms.a_year_after(day)


def test_a_year_around_the_ends_of_the_calendar_stays_within_it():
    assert terms.a_year_around(DAY.min)[0] == DAY.min
    assert terms.a_year_around(DAY.max)[1] == DAY.max

"""Dates and names as readers of each language write them."""

import datetime

import pytest
from django.utils import translation

from tracker.web import wording

DAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "short", "sentence"),
    [
        ("en", "22 Nov 2026", "November 22, 2026"),
        ("fr", "22 nov. 2026", "22 novembre 2026"),
        ("es", "22 nov 2026", "22 de noviembre de 2026"),
    ],
)
def test_a_date_is_written_as_the_language_does(language, short, sentence):
    with translation.override(language):
        assert wording.short_date(day=DAY) == short
        assert wording.sentence_date(day=DAY) == sentence


def test_the_first_of_a_month_is_raised_in_french():
    with translation.override("fr"):
        assert wording.sentence_date(day=datetime.date(2026, 7, 1)) == "1er juillet 2026"


@pytest.mark.parametrize(
    ("precision", "short", "machine"),
    [("month", "Nov 2026", "2026-11"), ("year", "2026", "2026")],
)
def test_a_date_says_no_more_than_is_known(precision, short, machine):
    with translation.override("en"):
        assert wording.short_date(day=DAY, precision=precision) == short
    assert wording.machine_date(day=DAY, precision=precision) == machine


def test_days_away_are_counted_from_the_day_of_the_page():
    with translation.override("en"):
        assert wording.days_away(day=DAY, today=datetime.date(2026, 11, 21)) == "tomorrow"
        assert wording.days_away(day=DAY, today=datetime.date(2026, 10, 14)) == "in 39 days"


def test_a_bracket_at_the_end_of_a_name_is_left_out():
    assert wording.short_name(name="2026 WGA Agreement (MBA)") == "2026 WGA Agreement"
    assert wording.short_name(name="A (B) C") == "A (B) C"

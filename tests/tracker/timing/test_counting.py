"""Deadlines by the calendar: worked by hand, each with the boundary that it is about."""

import datetime
import string
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.timing import calendars, counting, limits, phrases, sentences
from tracker.timing.limits import CannotCount, Counting, Direction, Limit, Start, Unit, WhenClosed

day = datetime.date.fromisoformat
LA = zoneinfo.ZoneInfo("America/Los_Angeles")
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def limit(text):
    number, unit, direction = text.split()
    return Limit(number=int(number), unit=Unit(unit), direction=Direction(direction))


def on(first, time=None, *, until=None, until_time=None):
    clock = datetime.time.fromisoformat(time) if time else None
    return Start(
        first_day=day(first),
        last_day=day(until or first),
        first_time=clock,
        last_time=datetime.time.fromisoformat(until_time) if until_time else clock,
    )


def by(zone=LA, calendar="US-CA", closed="stands"):
    return Counting(zone=zone, calendar=calendar, when_closed=WhenClosed(closed))


def count(text, start, how=None, **options):
    return counting.deadline(limit=limit(text), start=start, counting=how or by(), **options)


LAST_DAYS = [
    # Event day excluded, the last day whole.
    ("21 days within", "2026-05-01", by(), "2026-05-22"),
    ("1 days within", "2026-12-31", by(), "2027-01-01"),
    ("2 days before", "2026-05-10", by(), "2026-05-08"),
    # Ten business days from a Friday over Memorial Day (Monday 25 May 2026).
    ("10 business-days within", "2026-05-15", by(), "2026-06-01"),
    # In Germany that Monday is Whit Monday, and Ascension Day (14 May) lies before the event.
    ("10 business-days within", "2026-05-15", by(BERLIN, "DE"), "2026-06-01"),
    # Without public holidays one day less.
    ("10 business-days within", "2026-05-15", by(calendar="none"), "2026-05-29"),
    # A holiday at both ends: the event on Christmas Day, New Year's Day on the way out.
    ("5 business-days within", "2026-12-25", by(calendar="US"), "2027-01-04"),
    # Independence Day 2026 is a Saturday, observed on Friday 3 July.
    ("1 business-days within", "2026-07-02", by(calendar="US"), "2026-07-06"),
    ("1 business-days before", "2026-07-06", by(calendar="US"), "2026-07-02"),
    # California keeps the day after Thanksgiving, New York does not.
    ("1 business-days within", "2026-11-25", by(calendar="US-CA"), "2026-11-30"),
    ("1 business-days within", "2026-11-25", by(calendar="US-NY"), "2026-11-27"),
    # Family Day is Ontario's; Quebec works.
    ("1 business-days within", "2026-02-13", by(calendar="CA-ON"), "2026-02-17"),
    ("1 business-days within", "2026-02-13", by(calendar="CA-QC"), "2026-02-16"),
    # Leap days and short months.
    ("1 years within", "2028-02-29", by(), "2029-02-28"),
    ("12 months within", "2027-02-28", by(), "2028-02-28"),
    ("1 months within", "2028-01-31", by(), "2028-02-29"),
    ("1 months before", "2026-03-31", by(), "2026-02-28"),
    ("28 days within", "2028-02-01", by(), "2028-02-29"),
    # A last day on which nobody works: stands, or moves away from the event.
    ("8 days within", "2026-05-01", by(), "2026-05-09"),
    ("8 days within", "2026-05-01", by(closed="moves"), "2026-05-11"),
    ("8 days before", "2026-05-18", by(closed="moves"), "2026-05-08"),
    ("24 months within", "2024-07-04", by(closed="moves"), "2026-07-06"),
    # Half-years begin on their first day, which belongs to them.
    ("6 months recurring", "2026-07-01", by(), "2026-12-31"),
    ("6 months recurring", "2026-05-02", by(), "2026-11-01"),
]


@pytest.mark.parametrize(("text", "event", "how", "last"), LAST_DAYS, ids=range(len(LAST_DAYS)))
def test_the_last_day_of_a_limit(text, event, how, last):
    found = count(text, on(event), how)

    assert not found.is_doubtful
    assert (found.latest.day, found.latest.is_whole_day) == (day(last), True)
    ends = datetime.datetime.combine(day(last), datetime.time(), tzinfo=how.zone)
    assert found.latest.moment == ends + datetime.timedelta(days=1)


def test_later_half_years_do_not_drift_with_short_months():
    start = on("2025-08-31")

    found = [count("6 months recurring", start, occurrence=n).latest.day for n in (1, 2, 3)]

    assert found == [day("2026-02-27"), day("2026-08-30"), day("2027-02-27")]


@pytest.mark.parametrize(
    ("text", "event", "moment"),
    [
        # Over the night on which clocks go forward (8 March 2026) and back (1 November 2026).
        ("48 hours before", on("2026-03-09", "09:00"), "2026-03-07T08:00-08:00"),
        ("48 hours before", on("2026-11-02", "09:00"), "2026-10-31T10:00-07:00"),
        ("28 hours before", on("2026-05-02", "10:00"), "2026-05-01T06:00-07:00"),
        ("4 hours within", on("2026-05-02", "22:00"), "2026-05-03T02:00-07:00"),
    ],
    ids=["forward", "back", "plain", "over-midnight"],
)
def test_hours_are_hours_that_pass(text, event, moment):
    found = count(text, event)

    assert not found.is_doubtful
    assert found.latest.moment == datetime.datetime.fromisoformat(moment)


def test_a_last_day_is_as_long_as_its_clocks_make_it():
    shorter = count("1 days within", on("2026-03-07")).latest.moment
    start = datetime.datetime(2026, 3, 8, tzinfo=LA).astimezone(datetime.UTC)

    assert shorter - start == datetime.timedelta(hours=23)


def test_a_day_ends_where_the_agreement_is_at_home():
    here, there = (count("3 days within", on("2026-05-01"), by(zone)) for zone in (LA, BERLIN))

    assert here.latest.moment - there.latest.moment == datetime.timedelta(hours=9)


def test_an_act_of_which_only_the_day_is_known_has_two_deadlines_in_hours():
    found = count("48 hours before", on("2026-05-10"))

    assert found.is_doubtful
    assert found.earliest.moment == datetime.datetime(2026, 5, 8, tzinfo=LA)
    assert found.latest.moment == datetime.datetime(2026, 5, 9, tzinfo=LA)


def test_a_doubtful_event_gives_the_earliest_and_the_latest_day():
    found = count("10 business-days within", on("2026-05-04", until="2026-05-08"))

    assert found.is_doubtful
    assert (found.earliest.day, found.latest.day) == (day("2026-05-18"), day("2026-05-22"))


def test_a_time_that_clocks_show_twice_is_doubtful():
    found = count("4 hours within", on("2026-11-01", "01:30"))

    assert found.latest.moment - found.earliest.moment == datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "start", "key"),
    [
        ("4 hours within", on("2026-03-08", "02:30"), "no-such-time"),
        ("0 days within", on("2026-03-08"), "nothing-to-count"),
        ("9999999 days within", on("2026-03-08"), "too-long"),
        ("7 days recurring", on("2026-03-08"), "recurs-in-months"),
        ("7 days within", on("2026-03-08", until="2026-03-07"), "ends-before-it-starts"),
        (
            "7 days within",
            on("2026-03-08", "10:00", until="2026-03-08", until_time="09:00"),
            "ends-before-it-starts",
        ),
        ("7 days within", on("0001-01-01"), "beyond-the-calendar"),
        ("7 days before", on("9999-12-31"), "beyond-the-calendar"),
    ],
    ids=["gap", "zero", "long", "weekly", "backwards", "clock-backwards", "year-1", "year-9999"],
)
def test_what_cannot_be_counted_says_why(text, start, key):
    with pytest.raises(CannotCount) as refused:
        count(text, start)

    assert refused.value.key == key


def test_the_count_tells_each_day_in_order():
    found = count("3 business-days within", on("2026-05-21"))

    assert sentences.written(steps=found.latest.steps) == [
        "The event was on Thu 21 May 2026; that day is not counted.",
        "Business day 1: Fri 22 May 2026.",
        "Not counted: Sat 23 May 2026, a weekend.",
        "Not counted: Sun 24 May 2026, a weekend.",
        "Not counted: Mon 25 May 2026, Memorial Day.",
        "Business day 2: Tue 26 May 2026.",
        "Business day 3: Wed 27 May 2026.",
        "Closed days are weekends and the public holidays of US-CA.",
        "It is due by the end of Wed 27 May 2026 in the zone America/Los_Angeles.",
    ]


def test_an_agreement_ends_with_its_last_day():
    found = counting.expiry(last_day=day("2026-06-30"), counting=by())

    assert found.latest.moment == datetime.datetime(2026, 7, 1, tzinfo=LA)
    assert sentences.written(steps=found.latest.steps, language="fr") == [
        "Le dernier jour en vigueur est le mar. 30 juin 2026.",
        "L’échéance est la fin du mar. 30 juin 2026 dans le fuseau horaire America/Los_Angeles.",
    ]


def test_the_three_languages_say_the_same_things():
    asked = [
        {key: sorted(n for _, n, _, _ in string.Formatter().parse(text) if n)
         for key, text in spoken.items()}
        for spoken in (phrases.EN, phrases.FR, phrases.ES)
    ]  # fmt: skip

    assert asked[0] == asked[1] == asked[2]


@pytest.mark.parametrize("calendar", calendars.CODES)
def test_every_calendar_is_known_to_the_library_and_closes_new_year(calendar):
    why = calendars.closed_because(day=day("2026-01-01"), calendar=calendar)

    assert why is None if calendar == calendars.NONE else why


zones = st.sampled_from([LA, BERLIN, *map(zoneinfo.ZoneInfo, ("America/Toronto", "Asia/Kolkata"))])
days_ = st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31))
hows = st.builds(
    Counting,
    zone=zones,
    calendar=st.sampled_from(calendars.CODES),
    when_closed=st.sampled_from(WhenClosed),
)
limits_ = st.one_of(
    st.builds(
        Limit,
        number=st.integers(1, 100),
        unit=st.sampled_from(Unit),
        direction=st.sampled_from([Direction.BEFORE, Direction.WITHIN]),
    ),
    st.builds(
        Limit,
        number=st.integers(1, 24),
        unit=st.just(Unit.MONTHS),
        direction=st.just(Direction.RECURRING),
    ),
)


@given(limits_, days_, st.integers(0, 40), hows)
def test_the_earliest_is_never_after_the_latest_and_every_step_can_be_said(text, first, more, how):
    start = Start(first_day=first, last_day=first + datetime.timedelta(days=more))

    found = counting.deadline(limit=text, start=start, counting=how)

    assert found.earliest.moment <= found.latest.moment
    for language in sentences.PHRASES:
        assert all(sentences.written(steps=found.latest.steps, language=language))
    kept = [limits.Step.of_data(step.as_data()) for step in found.latest.steps]
    assert kept == list(found.latest.steps)


@given(limits_, days_, hows)
def test_before_is_before_and_within_is_after_the_event(text, event, how):
    found = counting.deadline(
        limit=text, start=Start(first_day=event, last_day=event), counting=how
    )
    begins = datetime.datetime.combine(event, datetime.time(), tzinfo=how.zone)

    if text.direction is Direction.BEFORE:
        assert found.earliest.moment <= begins
    else:
        assert found.earliest.moment > begins


@given(st.integers(1, 60), days_, hows)
def test_business_days_never_end_on_a_closed_day_and_are_as_many_as_said(number, event, how):
    for direction, sign in ((Direction.WITHIN, 1), (Direction.BEFORE, -1)):
        text = Limit(number=number, unit=Unit.BUSINESS_DAYS, direction=direction)
        last = counting.deadline(
            limit=text, start=Start(first_day=event, last_day=event), counting=how
        ).latest.day

        between = [
            event + datetime.timedelta(days=sign * n)
            for n in range(1, abs((last - event).days) + 1)
        ]
        open_days = [
            each
            for each in between
            if calendars.closed_because(day=each, calendar=how.calendar) is None
        ]
        assert (len(open_days), open_days[-1]) == (number, last)

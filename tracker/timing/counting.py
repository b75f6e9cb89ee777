"""From a time limit and its start event to a deadline, with each step of the count.

Hours are hours that pass, whatever clocks are put forward or back. Days, months and years exclude
the day of the event and end with the last day, in the zone of the agreement. Limits *before* run
backwards from the planned act in the same way: its day is excluded, and the last day is over when
it ends. A period that recurs starts on its first day, which belongs to it.
"""

import calendar
import datetime
import zoneinfo

from tracker.timing import calendars, limits, moments
from tracker.timing.limits import Direction, Reckoning, Step, Unit, WhenClosed

MOST = {
    Unit.HOURS: 100_000,
    Unit.DAYS: 10_000,
    Unit.BUSINESS_DAYS: 2_000,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
LISTED = 60
"""A count of more business days is told by its end alone."""
YEARS = range(1900, 2200)


def deadline(
    *, limit: limits.Limit, start: limits.Start, counting: limits.Counting, occurrence: int = 1
) -> limits.Deadline:
    """Count a limit from the earliest and from the latest that its start event can be.

    `occurrence` is the number of the period of a recurring limit, from 1. Raises CannotCount.
    """
    _check(limit=limit, start=start, occurrence=occurrence)
    first, last = _bounds(limit=limit, start=start, zone=counting.zone)
    return limits.Deadline(
        earliest=_reckon(first, limit=limit, counting=counting, occurrence=occurrence),
        latest=_reckon(last, limit=limit, counting=counting, occurrence=occurrence),
    )


def expiry(*, last_day: datetime.date, counting: limits.Counting) -> limits.Deadline:
    """The end of an agreement's last day in force, in its own zone."""
    if last_day.year not in YEARS:
        raise limits.CannotCount("beyond-the-calendar")
    steps = [Step("last-day", (("day", last_day.isoformat()),))]
    found = _end(last_day, steps, counting)
    return limits.Deadline(earliest=found, latest=found)


def _check(*, limit: limits.Limit, start: limits.Start, occurrence: int) -> None:
    if limit.number < 1 or occurrence < 1:
        raise limits.CannotCount("nothing-to-count")
    if limit.number * occurrence > MOST[limit.unit]:
        raise limits.CannotCount("too-long")
    if limit.direction is Direction.RECURRING and limit.unit not in {Unit.MONTHS, Unit.YEARS}:
        raise limits.CannotCount("recurs-in-months")
    if {start.first_day.year, start.last_day.year} - set(YEARS):
        raise limits.CannotCount("beyond-the-calendar")
    if start.last_day < start.first_day:
        raise limits.CannotCount("ends-before-it-starts")


def _bounds(
    *, limit: limits.Limit, start: limits.Start, zone: zoneinfo.ZoneInfo
) -> tuple[datetime.datetime | datetime.date, datetime.datetime | datetime.date]:
    """The earliest and latest event: moments for hours, days for everything else."""
    first = moments.start_of(day=start.first_day, zone=zone)
    last = moments.end_of(day=start.last_day, zone=zone)
    if start.first_time is not None:
        first = moments.of_clock(day=start.first_day, time=start.first_time, zone=zone)[0]
    if start.last_time is not None:
        last = moments.of_clock(day=start.last_day, time=start.last_time, zone=zone)[1]
    if last < first:
        raise limits.CannotCount("ends-before-it-starts")
    if limit.unit is Unit.HOURS:
        return first, last
    return start.first_day, start.last_day


def _reckon(
    event: datetime.datetime | datetime.date,
    *,
    limit: limits.Limit,
    counting: limits.Counting,
    occurrence: int,
) -> Reckoning:
    if isinstance(event, datetime.datetime):
        return _hours(event, limit=limit, counting=counting)
    if limit.direction is Direction.RECURRING:
        return _period(event, limit=limit, counting=counting, occurrence=occurrence)
    sign = -1 if limit.direction is Direction.BEFORE else 1
    steps = [Step(f"event-day-{limit.direction}", (("day", event.isoformat()),))]
    if limit.unit is Unit.BUSINESS_DAYS:
        day = _business_days(event, number=limit.number * sign, counting=counting, steps=steps)
        return _end(day, steps, counting)
    day = _span(event, number=limit.number * sign, unit=limit.unit, steps=steps)
    direction = "before" if sign < 0 else "after"
    steps.append(
        Step(f"{limit.unit}-{direction}", (("number", limit.number), ("day", day.isoformat())))
    )
    return _end(_open_day(day, sign=sign, counting=counting, steps=steps), steps, counting)


def _hours(
    event: datetime.datetime, *, limit: limits.Limit, counting: limits.Counting
) -> Reckoning:
    is_before = limit.direction is Direction.BEFORE
    span = datetime.timedelta(hours=limit.number)
    moment = event - span if is_before else event + span
    there = moment.astimezone(counting.zone)
    steps = [
        Step(f"event-at-{limit.direction}", (("at", _clock(event, counting)),)),
        Step(
            "hours-before" if is_before else "hours-after",
            (("number", limit.number), ("at", _clock(moment, counting))),
        ),
    ]
    if event.astimezone(counting.zone).utcoffset() != there.utcoffset():
        steps.append(Step("clocks-change", (("zone", counting.zone.key),)))
    steps.append(Step("zone", (("zone", counting.zone.key),)))
    return Reckoning(moment=moment, day=there.date(), is_whole_day=False, steps=tuple(steps))


def _period(
    first: datetime.date, *, limit: limits.Limit, counting: limits.Counting, occurrence: int
) -> Reckoning:
    begins = _later(first, number=limit.number * (occurrence - 1), unit=limit.unit)
    last = moments.following(_later(first, number=limit.number * occurrence, unit=limit.unit), -1)
    steps = [
        Step("first-day", (("day", first.isoformat()),)),
        Step(
            f"period-{limit.unit}",
            (
                ("number", limit.number),
                ("occurrence", occurrence),
                ("from", begins.isoformat()),
                ("to", last.isoformat()),
            ),
        ),
    ]
    # Held before the period is over: a closed last day moves to the work day before it.
    return _end(_open_day(last, sign=-1, counting=counting, steps=steps), steps, counting)


def _span(event: datetime.date, *, number: int, unit: Unit, steps: list[Step]) -> datetime.date:
    if unit is Unit.DAYS:
        return moments.following(event, number)
    day = _later(event, number=number, unit=unit)
    if day.day != event.day:
        steps.append(Step("no-such-day", (("number", event.day), ("day", day.isoformat()))))
    return day


def _later(day: datetime.date, *, number: int, unit: Unit) -> datetime.date:
    """The day with the same number so many months or years away, or the month's last."""
    months = number * 12 if unit is Unit.YEARS else number
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year not in range(datetime.MINYEAR + 1, datetime.MAXYEAR):
        raise limits.CannotCount("beyond-the-calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def _business_days(
    event: datetime.date, *, number: int, counting: limits.Counting, steps: list[Step]
) -> datetime.date:
    sign = 1 if number > 0 else -1
    is_listed = abs(number) <= LISTED
    day, counted = event, 0
    while counted < abs(number):
        day = moments.following(day, sign)
        why = calendars.closed_because(day=day, calendar=counting.calendar)
        if why is None:
            counted += 1
            if is_listed:
                steps.append(Step("counted", (("number", counted), ("day", day.isoformat()))))
        elif why or is_listed:
            steps.append(_closed(day, why=why))
    if not is_listed:
        steps.append(Step("business-days-end", (("number", abs(number)), ("day", day.isoformat()))))
    steps.append(Step("calendar", (("calendar", counting.calendar),)))
    return day


def _open_day(
    day: datetime.date, *, sign: int, counting: limits.Counting, steps: list[Step]
) -> datetime.date:
    """Move a closed last day away from the event, where staff chose so."""
    if counting.when_closed is WhenClosed.STANDS:
        return day
    found = day
    while (why := calendars.closed_because(day=found, calendar=counting.calendar)) is not None:
        steps.append(_closed(found, why=why))
        found = moments.following(found, sign)
    if found != day:
        key = "moved-later" if sign > 0 else "moved-earlier"
        steps.append(Step(key, (("day", found.isoformat()),)))
    steps.append(Step("calendar", (("calendar", counting.calendar),)))
    return found


def _closed(day: datetime.date, *, why: str) -> Step:
    if not why:
        return Step("weekend", (("day", day.isoformat()),))
    return Step("holiday", (("day", day.isoformat()), ("name", why)))


def _end(day: datetime.date, steps: list[Step], counting: limits.Counting) -> Reckoning:
    steps.append(Step("end-of-day", (("day", day.isoformat()), ("zone", counting.zone.key))))
    return Reckoning(
        moment=moments.end_of(day=day, zone=counting.zone),
        day=day,
        is_whole_day=True,
        steps=tuple(steps),
    )


def _clock(moment: datetime.datetime, counting: limits.Counting) -> str:
    return moment.astimezone(counting.zone).isoformat(timespec="minutes")

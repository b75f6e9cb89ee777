"""Days and clock times of a zone as moments; a time that clocks show twice is doubtful."""

import datetime
import zoneinfo

from tracker.timing import limits


def start_of(*, day: datetime.date, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The moment (UTC) at which the day begins there, also where clocks leave midnight out."""
    return datetime.datetime.combine(day, datetime.time(), tzinfo=zone).astimezone(datetime.UTC)


def end_of(*, day: datetime.date, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The moment (UTC) at which the day is over there: the start of the next."""
    return start_of(day=following(day, 1), zone=zone)


def of_clock(
    *, day: datetime.date, time: datetime.time, zone: zoneinfo.ZoneInfo
) -> tuple[datetime.datetime, datetime.datetime]:
    """The moments (UTC) at which clocks there show that time: the same one, or an hour apart.

    Raises CannotCount("no-such-time") where they never show it.
    """
    found = [
        datetime.datetime.combine(day, time.replace(fold=fold), tzinfo=zone) for fold in (0, 1)
    ]
    first, second = (each.astimezone(datetime.UTC) for each in found)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) != datetime.datetime.combine(
        day, time.replace(fold=0)
    ):
        raise limits.CannotCount("no-such-time")
    return min(first, second), max(first, second)


def following(day: datetime.date, count: int) -> datetime.date:
    """The day `count` days later, or earlier. Raises CannotCount beyond the calendar."""
    try:
        return day + datetime.timedelta(days=count)
    except OverflowError:
        raise limits.CannotCount("beyond-the-calendar") from None

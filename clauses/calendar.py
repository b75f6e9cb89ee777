"""The catalogue's calendar: days and times of the clock where the agreements were made."""

import datetime
import zoneinfo

from django.conf import settings
from django.template import defaultfilters


class NoSuchTime(ValueError):
    """Raised for a time that the clocks leave out on that day, or that no calendar has."""


def today(now: datetime.datetime) -> datetime.date:
    """Return the day that `now` (aware) falls on in CATALOGUE_TIME_ZONE."""
    return now.astimezone(zone()).date()


def zone() -> zoneinfo.ZoneInfo:
    """Return the zone CATALOGUE_TIME_ZONE."""
    return zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)


def moment(clock: datetime.datetime) -> datetime.datetime:
    """Return the moment (UTC) at which clocks there show `clock` (naive); the earlier of two.

    Raises NoSuchTime where they never show it.
    """
    try:
        found = clock.replace(tzinfo=zone(), fold=0).astimezone(datetime.UTC)
        shown = found.astimezone(zone()).replace(tzinfo=None, fold=0)
    except OverflowError:
        raise NoSuchTime(clock.isoformat()) from None
    if shown != clock.replace(fold=0):
        raise NoSuchTime(clock.isoformat())
    return found


def comes_twice(clock: datetime.datetime) -> bool:
    """Whether clocks there show `clock` (naive) twice, as when summer time ends."""
    first, second = (clock.replace(tzinfo=zone(), fold=fold) for fold in (0, 1))
    return first.utcoffset() > second.utcoffset()  # type: ignore[operator]  # a zone has offsets


def in_words(at: datetime.datetime) -> str:
    """Write the moment `at` (aware) as clocks there show it, with the zone's name."""
    there = at.astimezone(zone())
    return f"{defaultfilters.date(there.replace(tzinfo=None), 'j M Y H:i')} ({there:%Z})"

"""A moment that a reader names: a day, which means its end, or a time with its zone."""

import dataclasses
import datetime
import re
import zoneinfo

from django.conf import settings
from django.utils import dateparse, timezone

from clauses import calendar

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 40
_INSTANT = datetime.timedelta(microseconds=1)


class NotAMoment(ValueError):
    """Raised for text that names neither a day nor a time with its zone."""


class NotYet(ValueError):
    """Raised for a moment that is still to come: nobody knows what will be known."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Moment:
    """A moment of the past, aware, and the text that named it."""

    at: datetime.datetime
    text: str

    @property
    def day(self) -> datetime.date:
        """The day it falls on where the agreements were made."""
        return calendar.today(self.at)

    @property
    def is_day(self) -> bool:
        """Whether a day was named, not a time."""
        return DAY.fullmatch(self.text) is not None


def read(*, text: str, now: datetime.datetime) -> Moment:
    """Read YYYY-MM-DD or a time by RFC 3339. Raises NotAMoment or NotYet.

    A day means its end in CATALOGUE_TIME_ZONE; today means `now`.
    """
    text = text[: LONGEST + 1].replace(" ", "+")  # a plus sign that was not escaped
    try:
        if DAY.fullmatch(text):
            return Moment(at=_end_of(datetime.date.fromisoformat(text), now=now), text=text)
        found = dateparse.parse_datetime(text) if len(text) <= LONGEST else None
        if found is None or timezone.is_naive(found):
            raise NotAMoment(text)
        moment = found.astimezone(datetime.UTC)
    except NotYet:
        raise
    except (ValueError, OverflowError):
        raise NotAMoment(text) from None
    if moment > now:
        raise NotYet(text)
    return Moment(at=moment, text=text)


def written(moment: datetime.datetime) -> str:
    """Write a moment so that read() understands exactly it, also in an address."""
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def _end_of(day: datetime.date, *, now: datetime.datetime) -> datetime.datetime:
    if day > calendar.today(now):
        raise NotYet(day.isoformat())
    zone = zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone)
    return min(midnight.astimezone(datetime.UTC) - _INSTANT, now)

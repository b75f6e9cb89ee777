"""The catalogue's calendar: which day it is where the agreements were made."""

import datetime
import zoneinfo

from django.conf import settings


def today(now: datetime.datetime) -> datetime.date:
    """Return the day that `now` (aware) falls on in CATALOGUE_TIME_ZONE."""
    return now.astimezone(zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)).date()

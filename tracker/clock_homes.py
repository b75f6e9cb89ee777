"""Where limits count: the zone in which days end, and the holidays of the agreement's home."""

import datetime
import zoneinfo
from typing import Any

from django.conf import settings

from clauses import models as library
from tracker import models
from tracker.timing import calendars, limits

# Where an agreement of that country is at home, unless staff say otherwise for the clause.
ZONES = {
    "CA": "America/Toronto",
    "GB": "Europe/London",
    "UK": "Europe/London",
    "IE": "Europe/Dublin",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "ES": "Europe/Madrid",
    "IT": "Europe/Rome",
    "EU": "Europe/Brussels",
    "AU": "Australia/Sydney",
    "NZ": "Pacific/Auckland",
}
CALENDARS = {"US": "US-CA", "CA": "CA-ON", "GB": "GB-ENG", "UK": "GB-ENG"}
OFFERED_ZONES = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Toronto",
    "America/Halifax",
    *sorted({zone for zone in ZONES.values() if not zone.startswith("America/")}),
    "UTC",
)


def default_counting(*, record: Any) -> limits.Counting:
    """How a clause's or agreement's limits count: as staff chose for it, else as at its home."""
    is_clause = isinstance(record, library.Clause)
    chosen = models.ClauseCounting.objects.filter(clause=record).first() if is_clause else None
    if chosen is not None:
        return limits.Counting(
            zone=zoneinfo.ZoneInfo(chosen.zone),
            calendar=chosen.calendar,
            when_closed=limits.WhenClosed(chosen.when_closed),
        )
    parent = (record.agreement or record.statute) if is_clause else record
    place = getattr(parent, "country", "") or getattr(parent, "jurisdiction", "")
    country = place.partition("-")[0]
    calendar = place if "-" in place else CALENDARS.get(country, country)
    return limits.Counting(
        zone=zoneinfo.ZoneInfo(ZONES.get(country, settings.CATALOGUE_TIME_ZONE)),
        calendar=calendar if calendar in calendars.CODES else calendars.NONE,
    )


def counting_of(clock: models.Clock) -> limits.Counting:
    """How a clock was counted."""
    return limits.Counting(
        zone=zoneinfo.ZoneInfo(clock.zone),
        calendar=clock.calendar,
        when_closed=limits.WhenClosed(clock.when_closed),
    )


def keep(*, clause: library.Clause, how: limits.Counting, by: Any, now: datetime.datetime) -> None:
    """Let the limits of a clause count so from now on; the last choice stands."""
    models.ClauseCounting.objects.update_or_create(
        clause=clause,
        defaults={
            "zone": how.zone.key,
            "calendar": how.calendar,
            "when_closed": how.when_closed.value,
            "chosen_by": by,
            "chosen_at": now,
        },
    )

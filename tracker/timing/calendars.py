"""Days on which nobody works: weekends, and the public holidays of a country or a part of it."""

import datetime
import functools

import holidays

NONE = "none"
"""The calendar without public holidays; its weekends are still closed."""

CODES = (
    "US", "US-CA", "US-GA", "US-IL", "US-LA", "US-NM", "US-NY", "US-TN",
    "CA", "CA-AB", "CA-BC", "CA-MB", "CA-NS", "CA-ON", "CA-QC",
    "GB", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS", "IE",
    "DE", "DE-BE", "DE-BB", "DE-BY", "DE-HH", "DE-HE", "DE-NW",
    "FR", "ES", "IT", "AU", "NZ", NONE,
)  # fmt: skip
"""Country, or country and part, as ISO 3166 names them; where agreements of ours are at home."""

SATURDAY = 5


def closed_because(*, day: datetime.date, calendar: str) -> str | None:
    """Say why nobody works on a day: the holiday's name, `""` on a weekend; None on a work day."""
    if calendar != NONE:
        name = _of_year(calendar, day.year).get(day)
        if name is not None:
            return name
    return "" if day.weekday() >= SATURDAY else None


@functools.lru_cache(maxsize=256)
def _of_year(calendar: str, year: int) -> dict[datetime.date, str]:
    if calendar not in CODES:
        raise LookupError(calendar)
    country, _dash, part = calendar.partition("-")
    known = holidays.country_holidays(country, subdiv=part or None, years=year)
    if "en_US" in known.supported_languages:
        known = holidays.country_holidays(
            country, subdiv=part or None, years=year, language="en_US"
        )
    return {day: name for day, name in known.items() if day.year == year}

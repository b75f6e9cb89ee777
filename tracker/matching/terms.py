"""Days in force: the one place where a last day in force becomes the day after it."""

import dataclasses
import datetime

ONE_DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Term:
    """A period [first_day, day_after); `day_after` is None where no end is known."""

    first_day: datetime.date
    day_after: datetime.date | None = None

    def includes(self, day: datetime.date) -> bool:
        """Whether the term is running on `day`."""
        return self.first_day <= day and (self.day_after is None or day < self.day_after)

    def has_begun(self, day: datetime.date) -> bool:
        """Whether the first day is `day` or earlier."""
        return self.first_day <= day

    def has_ended(self, day: datetime.date) -> bool:
        """Whether the last day in force lies before `day`."""
        return self.day_after is not None and self.day_after <= day

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in force, as people and the catalogue write it."""
        return None if self.day_after is None else self.day_after - ONE_DAY


def from_dates(
    *, effective_from: datetime.date | None, effective_to: datetime.date | None
) -> Term | None:
    """Convert inclusive dates. A record without a start date is never in force: None.

    Raises ValueError if the last day in force lies before the first.
    """
    if effective_from is None:
        return None
    if effective_to is None:
        return Term(effective_from)
    if effective_to < effective_from:
        raise ValueError(f"The last day in force {effective_to} is before {effective_from}.")
    return Term(effective_from, effective_to + ONE_DAY)


def a_year_after(day: datetime.date) -> datetime.date:
    """The same day of the next year; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def a_year_around(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Days no less than a year before and after, as far as the calendar goes."""
    number = day.toordinal()
    return (
        datetime.date.fromordinal(max(number - 366, datetime.date.min.toordinal())),
        datetime.date.fromordinal(min(number + 366, datetime.date.max.toordinal())),
    )


def last_day_of(*, day: datetime.date, precision: str) -> datetime.date:
    """The last day that a date of this precision (day, month, year) can mean."""
    if precision == "year":
        return day.replace(month=12, day=31)
    if precision == "month":
        following = (day.replace(day=28) + 4 * ONE_DAY).replace(day=1)
        return following - ONE_DAY
    return day


def first_day_of(*, day: datetime.date, precision: str) -> datetime.date:
    """The first day that a date of this precision (day, month, year) can mean."""
    if precision == "year":
        return day.replace(month=1, day=1)
    if precision == "month":
        return day.replace(day=1)
    return day

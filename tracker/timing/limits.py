"""What a deadline is counted from and by: the limit, its start event, and how it counts."""

import dataclasses
import datetime
import enum
import zoneinfo


class Unit(enum.StrEnum):
    """Units of a time limit, as the catalogue names them."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business-days"
    MONTHS = "months"
    YEARS = "years"


class Direction(enum.StrEnum):
    """Before a planned act, within a time after an event, or once in every period."""

    BEFORE = "before"
    WITHIN = "within"
    RECURRING = "recurring"


class WhenClosed(enum.StrEnum):
    """What becomes of a last day on which nobody works; business days never fall on one."""

    STANDS = "stands"
    MOVES = "moves"


class CannotCount(ValueError):
    """Raised for a limit or event from which no deadline follows; `key` says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A period: 48 hours before, 10 business days within, every 6 months."""

    number: int
    unit: Unit
    direction: Direction


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """When the start event is or was: from its earliest to its latest day, both included.

    A clock time (naive, as clocks in the zone show it) may stand with either day. Without one the
    event may have been at any time of that day.
    """

    first_day: datetime.date
    last_day: datetime.date
    first_time: datetime.time | None = None
    last_time: datetime.time | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The zone in which days end, the calendar of closed days, and what a closed last day does."""

    zone: zoneinfo.ZoneInfo
    calendar: str
    when_closed: WhenClosed = WhenClosed.STANDS


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step of a count: a key of the phrases and what fills it in; days and moments in ISO."""

    key: str
    values: tuple[tuple[str, str | int], ...] = ()

    def as_data(self) -> dict[str, str | int]:
        """The step as one flat mapping, for a JSON column."""
        return {"key": self.key, **dict(self.values)}

    @classmethod
    def of_data(cls, data: dict[str, str | int]) -> "Step":
        """Read what as_data() wrote."""
        values = tuple((name, value) for name, value in data.items() if name != "key")
        return cls(str(data["key"]), values)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """One deadline: the moment (aware, UTC) by which it must be done, and how that was counted.

    Where whole days count, `day` is the last day and the moment is the end of it, which is the
    start of the next.
    """

    moment: datetime.datetime
    day: datetime.date
    is_whole_day: bool
    steps: tuple[Step, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The earliest and the latest that it can be; the same unless the start event is doubtful."""

    earliest: Reckoning
    latest: Reckoning

    @property
    def is_doubtful(self) -> bool:
        """Whether two different moments are possible."""
        return self.earliest.moment != self.latest.moment

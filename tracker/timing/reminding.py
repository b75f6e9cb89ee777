"""How near a deadline is: the steps at which staff are reminded of it."""

import datetime
import enum


class Step(enum.StrEnum):
    """From far to passed."""

    LATER = "later"
    MONTH = "month"
    WEEK = "week"
    TWO_DAYS = "two-days"
    DAY = "day"
    PASSED = "passed"


STEPS: tuple[tuple[Step, datetime.timedelta], ...] = (
    (Step.DAY, datetime.timedelta(days=1)),
    (Step.TWO_DAYS, datetime.timedelta(days=2)),
    (Step.WEEK, datetime.timedelta(days=7)),
    (Step.MONTH, datetime.timedelta(days=30)),
)
"""The nearest first; calendar programs ring at the same steps."""


def step_of(*, deadline: datetime.datetime, now: datetime.datetime) -> Step:
    """Return the step that `now` is in; at the moment of the deadline it has passed."""
    left = deadline - now
    if left <= datetime.timedelta():
        return Step.PASSED
    return next((step for step, before in STEPS if left <= before), Step.LATER)

"""Factory of clocks, started the way staff start them."""

import datetime
import uuid
from typing import Any

from tests.factories import records
from tracker import clock_homes, clocks
from tracker.timing import limits

EVENT = datetime.date(2026, 5, 15)


def started(*, clause: Any, by: Any, **given: Any) -> Any:
    """Start a clock of ten business days from Friday 15 May 2026; `given` says otherwise."""
    limit = limits.Limit(
        number=given.pop("number", 10),
        unit=limits.Unit(given.pop("unit", "business-days")),
        direction=limits.Direction(given.pop("direction", "within")),
    )
    day = given.pop("day", EVENT)
    return clocks.start(
        **{
            "wanted": clocks.Wanted(
                kind="clause",
                clause=clause,
                link=given.pop("link", None),
                limit=limit,
                applies_to=given.pop("applies_to", "bargaining"),
            ),
            "event": limits.Start(first_day=day, last_day=given.pop("until", day)),
            "how": clock_homes.default_counting(record=clause),
            "note": "Written notice, in the file of letters.",
            "request_key": uuid.uuid4(),
            "by": by,
            "now": records.PUBLISHED_AT,
            **given,
        }
    )

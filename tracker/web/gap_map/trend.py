"""How the map changed since 2023: half-years in figures, a drawing and a sentence. No queries."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tracker import gaps
from tracker.matching import coverage
from tracker.web import wording
from tracker.web.gap_map import choice as choices

FIRST_YEAR, LAST_YEAR = 2023, 2026
WIDTH, HEIGHT, MARGIN = 240, 48, 5


@dataclasses.dataclass(frozen=True, kw_only=True)
class Point:
    """One day of the picture."""

    day: datetime.date
    live: int
    covered: int
    partial: int
    silent: int
    unknown: int
    gaps: int
    not_known: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Trend:
    """The days with the line that joins them; `peak` is the day with most gaps."""

    points: tuple[Point, ...]
    line: str
    peak: Point
    peak_x: str
    peak_y: str
    sentence: str


def days(*, on: datetime.date, today: datetime.date) -> list[datetime.date]:
    """The start of 2023, the ends of its half-years up to today or 2026, and the day itself."""
    ends = [
        datetime.date(year, month, day)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month, day in ((6, 30), (12, 31))
    ]
    until = max(today, on)
    past = [datetime.date(FIRST_YEAR, 1, 1), *(end for end in ends if end <= until)]
    return sorted({*past, on})


def of(*, maps: Sequence[gaps.Map], choice: choices.Choice) -> Trend:
    """Count each map and draw the gaps of all."""
    points = tuple(_point(seen, choice) for seen in maps)
    peak = max(points, key=lambda point: point.gaps)
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)
    most = max(peak.gaps, 1)

    def place(point: Point) -> tuple[str, str]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (point.day - first).days / span
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * point.gaps / most
        return f"{x:.1f}", f"{y:.1f}"

    peak_x, peak_y = place(peak)
    return Trend(
        points=points,
        line=" ".join(",".join(place(point)) for point in points),
        peak=peak,
        peak_x=peak_x,
        peak_y=peak_y,
        sentence=_sentence(points[0], peak, points[-1]),
    )


def _point(seen: gaps.Map, choice: choices.Choice) -> Point:
    lines = seen.lines(union=choice.union, role=choice.role, vendor=choice.vendor)
    tally = dict.fromkeys(coverage.State, 0)
    for unit, use in {(line.unit, use) for line in lines for use in line.uses}:
        tally[seen.cell(use=use, unit=unit).state] += 1
    return Point(
        day=seen.on,
        live=len({line.product for line in lines}),
        covered=tally[coverage.State.COVERED],
        partial=tally[coverage.State.PARTIAL] + tally[coverage.State.RESERVED],
        silent=tally[coverage.State.SILENT],
        unknown=tally[coverage.State.UNKNOWN],
        gaps=sum(len(line.unreached) for line in lines if line.is_known),
        not_known=sum(len(line.unreached) for line in lines if not line.is_known),
    )


def _sentence(first: Point, peak: Point, last: Point) -> str:
    values = {
        "first": first.gaps,
        "first_day": wording.sentence_date(day=first.day),
        "peak": peak.gaps,
        "peak_day": wording.sentence_date(day=peak.day),
        "last": last.gaps,
        "last_day": wording.sentence_date(day=last.day),
        "unknown": last.not_known,
    }
    if not peak.gaps:
        return (
            _(
                "From %(first_day)s to %(last_day)s we found no gap in a text that we hold;"
                " of %(unknown)d we do not know."
            )
            % values
        )
    return (
        _(
            "Gaps that we found: %(first)d on %(first_day)s, most on %(peak_day)s (%(peak)d),"
            " %(last)d on %(last_day)s. Of %(unknown)d more we do not know on the last day."
        )
        % values
    )

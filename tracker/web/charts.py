"""Geometry of the drawings: numbers in, positions out; no queries, no colours, no style."""

import dataclasses
import datetime
import textwrap
from collections.abc import Sequence

WIDE_LEFT, WIDE_RIGHT = 244.0, 1000.0
NARROW_LEFT, NARROW_RIGHT = 2.0, 338.0
LABEL_WIDTH = 34
LINE = 17
TEXT_WIDTH = 120


@dataclasses.dataclass(frozen=True, kw_only=True)
class Term:
    """One agreement's term as it is drawn."""

    first: datetime.date
    last: datetime.date | None
    last_text: str
    is_live: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Family:
    """One row: an agreement and those before it."""

    name: str
    terms: tuple[Term, ...]

    @property
    def newest(self) -> Term:
        """The term drawn last."""
        return self.terms[-1]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bar:
    """One rectangle with its words."""

    x: str
    y: str
    width: str
    is_live: bool
    text: str
    text_x: str
    text_y: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a label."""

    text: str
    y: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """One family as it is drawn."""

    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    end_text: str
    end_y: str
    mark_y: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Year:
    """A grid line with the year to the right of it; no text where it would not fit."""

    x: str
    text_x: str
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Drawing:
    """A whole chart of terms."""

    width: int
    height: int
    rows: tuple[Row, ...]
    years: tuple[Year, ...]
    grid_bottom: int
    day_x: str
    flag_x: str
    flag_text_x: str
    flag_y: int


@dataclasses.dataclass(frozen=True)
class Scale:
    """From days to positions, clipped at both ends."""

    first: datetime.date
    last: datetime.date
    left: float
    right: float

    def of(self, day: datetime.date) -> float:
        """Return the position of a day."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


def span(*, families: Sequence[Family], day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Choose the years that are drawn: three before the day, and to the last end on record."""
    ends = [term.last for family in families for term in family.terms if term.last]
    last = max([*ends, day + datetime.timedelta(days=365)])
    first = datetime.date(day.year - 3, 1, 1)
    return first, min(datetime.date(last.year, 12, 31), datetime.date(day.year + 6, 12, 31))


def wide(*, families: Sequence[Family], day: datetime.date) -> Drawing:
    """Draw terms beside their labels, for wide pages."""
    first, last = span(families=families, day=day)
    scale = Scale(first, last, WIDE_LEFT, WIDE_RIGHT)
    rows, y = [], 33.0
    for family in families:
        words = textwrap.wrap(family.name, LABEL_WIDTH) or [family.name]
        height = max(26.0, len(words) * LINE + 4.0)
        middle = y + height / 2
        top = middle - len(words) * LINE / 2 + 13
        bars = tuple(
            _bar(term=term, scale=scale, y=middle - 11, next_first=following, text_dy=15.5, day=day)
            for term, following in _with_next(family)
        )
        lines = tuple(Line(text=text, y=_n(top + LINE * i)) for i, text in enumerate(words))
        rows.append(Row(lines=lines, bars=bars, end_text="", end_y="", mark_y=_n(middle - 13)))
        y += height + 6
    bottom = int(y)
    return _drawing(
        width=1000, rows=rows, scale=scale, bottom=bottom, day=day, flag_width=136, every=1
    )


def narrow(*, families: Sequence[Family], day: datetime.date) -> Drawing:
    """Draw terms under their labels, for phones."""
    first, last = span(families=families, day=day)
    scale = Scale(first, last, NARROW_LEFT, NARROW_RIGHT)
    rows, y = [], 26.0
    for family in families:
        words = textwrap.wrap(family.name, LABEL_WIDTH) or [family.name]
        lines = tuple(Line(text=text, y=_n(y + 14 + LINE * i)) for i, text in enumerate(words))
        top = y + 4 + len(words) * LINE
        bars = tuple(
            _bar(term=term, scale=scale, y=top, next_first=following, text_dy=0.0, day=day)
            for term, following in _with_next(family)
        )
        rows.append(
            Row(
                lines=lines,
                bars=bars,
                end_text=family.newest.last_text,
                end_y=_n(top + 30),
                mark_y=_n(top - 2),
            )
        )
        y = top + 44
    return _drawing(
        width=340, rows=rows, scale=scale, bottom=int(y), day=day, flag_width=128, every=2
    )


def _with_next(family: Family) -> list[tuple[Term, datetime.date | None]]:
    following = [term.first for term in family.terms[1:]]
    return list(zip(family.terms, [*following, None], strict=True))


def _bar(
    *,
    term: Term,
    scale: Scale,
    y: float,
    next_first: datetime.date | None,
    text_dy: float,
    day: datetime.date,
) -> Bar:
    x = scale.of(term.first)
    end = term.last or next_first or scale.last
    if next_first is not None and end >= next_first:
        end = next_first
    width = max(scale.of(end) - x, 0.0)
    text_x, line = x + 7, scale.of(day)
    if text_x - 6 < line < text_x + TEXT_WIDTH:
        text_x = line + 8  # beside the line of the day, never under it
    fits = bool(text_dy) and text_x + TEXT_WIDTH < x + width
    return Bar(
        x=_n(x),
        y=_n(y),
        width=_n(width),
        is_live=term.is_live,
        text=term.last_text if fits else "",
        text_x=_n(text_x),
        text_y=_n(y + text_dy),
    )


def _drawing(
    *,
    width: int,
    rows: list[Row],
    scale: Scale,
    bottom: int,
    day: datetime.date,
    flag_width: int,
    every: int,
) -> Drawing:
    years = tuple(
        Year(
            x=_n(scale.of(datetime.date(year, 1, 1))),
            text_x=_n(scale.of(datetime.date(year, 1, 1)) + 4),
            text=str(year) if (year - scale.first.year) % every == 0 else "",
        )
        for year in range(scale.first.year, scale.last.year + 1)
    )
    day_x = scale.of(day)
    flag_x = min(max(day_x - flag_width / 2, 0.0), width - flag_width)
    return Drawing(
        width=width,
        height=bottom + 32,
        rows=tuple(rows),
        years=years,
        grid_bottom=bottom,
        day_x=_n(day_x - 2),
        flag_x=_n(flag_x),
        flag_text_x=_n(flag_x + flag_width / 2),
        flag_y=bottom + 4,
    )


def _n(value: float) -> str:
    """Write a position with a point, whatever the language of the page."""
    return f"{value:.1f}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sparkline."""

    x: str
    y: str
    height: str
    is_peak: bool


def columns(*, counts: Sequence[int], width: float = 136.0, height: float = 28.0) -> list[Column]:
    """Draw counts as columns from zero; the first highest one is marked."""
    if not counts:
        return []
    most = max(counts)
    step = width / len(counts)
    peak = counts.index(most)
    found = []
    for index, count in enumerate(counts):
        tall = (height - 2) * count / most if most else 0.0
        found.append(
            Column(
                x=_n(index * step),
                y=_n(height - 1 - tall),
                height=_n(tall),
                is_peak=index == peak and most > 0,
            )
        )
    return found

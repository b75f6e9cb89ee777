"""The day a page speaks of: read from `?as_of=YYYY-MM-DD`, else today."""

import dataclasses
import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from clauses import calendar
from tracker.web import refusals


@dataclasses.dataclass(frozen=True)
class PageDay:
    """The day a page answers for, and what its date form needs."""

    on: datetime.date
    today: datetime.date
    kept: tuple[tuple[str, str], ...] = ()
    today_address: str = "?"
    is_chosen: bool = False

    @property
    def is_today(self) -> bool:
        """Tell whether the page speaks of today."""
        return self.on == self.today

    @property
    def query(self) -> str:
        """What to hang on to a link so that the next page speaks of the same chosen day."""
        return f"?as_of={self.on:%Y-%m-%d}" if self.is_chosen else ""


def read_date(*, text: str, name: str) -> datetime.date:
    """Read YYYY-MM-DD. Raises BadParameter with a sentence that shows how to write it."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == len("2026-11-22") else _no_date()
    except ValueError:
        sentence = _("“%(text)s” is not a date. Write YYYY-MM-DD, for example %(example)s.")
        raise refusals.BadParameter(
            name=name,
            sentence=sentence % {"text": text[:40], "example": f"{name}=2026-05-02"},
        ) from None


def _no_date() -> datetime.date:
    raise ValueError("not YYYY-MM-DD")


def of_request(*, request: HttpRequest, otherwise: datetime.date | None = None) -> PageDay:
    """Return the day of a page: `as_of`, else `otherwise`, else today.

    A wrong `as_of` raises BadParameter.
    """
    today = calendar.today(timezone.now())
    text = request.GET.get("as_of", "").strip()
    others = request.GET.copy()
    others.pop("as_of", None)
    return PageDay(
        on=read_date(text=text, name="as_of") if text else otherwise or today,
        today=today,
        kept=_pairs(others),
        today_address=f"?{_with_today(others, today, is_named=otherwise is not None)}",
        is_chosen=bool(text),
    )


def _with_today(others: QueryDict, today: datetime.date, *, is_named: bool) -> str:
    if not is_named:
        return others.urlencode()
    named = others.copy()
    named["as_of"] = today.isoformat()
    return named.urlencode()


def _pairs(query: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, values in query.lists() for value in values)

"""The day a page speaks of, from `?as_of=`, and whose knowledge it shows, from `?known_at=`."""

import dataclasses
import datetime
import urllib.parse

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from clauses import calendar, moments
from tracker.web import refusals


@dataclasses.dataclass(frozen=True)
class PageDay:
    """The day a page answers for, and what its forms need. `today` is that of `known`, if set."""

    on: datetime.date
    today: datetime.date
    kept: tuple[tuple[str, str], ...] = ()
    today_address: str = "?"
    is_chosen: bool = False
    known: moments.Moment | None = None
    now_address: str = "?"
    last_day: datetime.date | None = None

    @property
    def is_today(self) -> bool:
        """Tell whether the page speaks of today."""
        return self.on == self.today

    @property
    def query(self) -> str:
        """What to hang on to a link so that the next page speaks of the same chosen day."""
        return f"?as_of={self.on:%Y-%m-%d}" if self.is_chosen else ""

    @property
    def then(self) -> str:
        """As `query`, for links to pages that also know what was known then."""
        return self.query + (f"{'&' if self.query else '?'}{self._known}" if self.known else "")

    @property
    def past(self) -> str:
        """What to hang on to a link without a day, to a page that knows what was known then."""
        return f"?{self._known}" if self.known else ""

    @property
    def with_past(self) -> str:
        """What to hang on to a link that has a day already."""
        return f"&{self._known}" if self.known else ""

    @property
    def _known(self) -> str:
        return urllib.parse.urlencode({"known_at": self.known.text}) if self.known else ""


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

    With `known_at`, today is the day of that moment. A wrong one of the two raises BadParameter.
    """
    now = timezone.now()
    known = known_at(request=request, now=now)
    today = known.day if known else calendar.today(now)
    text = request.GET.get("as_of", "").strip()
    others = request.GET.copy()
    others.pop("as_of", None)
    of_now = request.GET.copy()
    of_now.pop("known_at", None)
    return PageDay(
        on=read_date(text=text, name="as_of") if text else otherwise or today,
        today=today,
        kept=_pairs(others),
        today_address=f"?{_with_today(others, today, is_named=otherwise is not None)}",
        is_chosen=bool(text),
        known=known,
        now_address=f"?{of_now.urlencode()}",
        last_day=calendar.today(now),
    )


def known_at(*, request: HttpRequest, now: datetime.datetime) -> moments.Moment | None:
    """Return the moment whose knowledge is asked for. Raises BadParameter for one that is none."""
    text = request.GET.get("known_at", "").strip()
    if not text:
        return None
    try:
        return moments.read(text=text, now=now)
    except moments.NotYet:
        sentence = _("“%(text)s” is still to come; nobody knows yet what will be known.")
    except moments.NotAMoment:
        sentence = _(
            "“%(text)s” is not a moment. Write a day, for example known_at=2026-11-22, "
            "or a time with its zone."
        )
    raise refusals.BadParameter(name="known_at", sentence=sentence % {"text": text[:40]})


def _with_today(others: QueryDict, today: datetime.date, *, is_named: bool) -> str:
    if not is_named:
        return others.urlencode()
    named = others.copy()
    named["as_of"] = today.isoformat()
    return named.urlencode()


def _pairs(query: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, values in query.lists() for value in values)

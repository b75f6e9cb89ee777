"""Dates and short phrases as a reader of each language writes them; pure, no queries."""

import datetime

from django.utils import dateformat, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# Tables and sheets: 22 Nov 2026. French abbreviates with a point, Spanish without.
SHORT = {"en": "j M Y", "fr": "j N Y", "es": "j M Y"}
SENTENCE = {"en": "F j, Y", "fr": "j F Y", "es": r"j \d\e F \d\e Y"}
SHORT_MONTH = {"en": "M Y", "fr": "N Y", "es": "M Y"}
SENTENCE_MONTH = {"en": "F Y", "fr": "F Y", "es": r"F \d\e Y"}


def _language() -> str:
    return (translation.get_language() or "en")[:2]


def _write(day: datetime.date, patterns: dict[str, str]) -> str:
    language = _language()
    text = dateformat.format(day, patterns.get(language, patterns["en"]))
    if language == "fr" and text.startswith("1 "):
        text = f"1er{text[1:]}"
    return text.lower() if language == "es" else text


def short_date(*, day: datetime.date, precision: str = "day") -> str:
    """Write a date for a table: "22 Nov 2026", "Nov 2026" or "2026" by its precision."""
    if precision == "year":
        return str(day.year)
    return _write(day, SHORT_MONTH if precision == "month" else SHORT)


def sentence_date(*, day: datetime.date, precision: str = "day") -> str:
    """Write a date for a sentence: "November 22, 2026", "22 novembre 2026"."""
    if precision == "year":
        return str(day.year)
    return _write(day, SENTENCE_MONTH if precision == "month" else SENTENCE)


def machine_date(*, day: datetime.date, precision: str = "day") -> str:
    """Write a date for `<time datetime>`: 2026-11-22, 2026-11 or 2026."""
    return {"year": f"{day:%Y}", "month": f"{day:%Y-%m}"}.get(precision, f"{day:%Y-%m-%d}")


def moment(*, at: datetime.datetime, zone: datetime.tzinfo) -> str:
    """Write a moment with its zone: "22 Nov 2026, 9:05 PST", "22 nov. 2026, 9 h 05 PST"."""
    there = at.astimezone(zone)
    pattern = "{0}\u00a0h\u00a0{1:02}" if _language() == "fr" else "{0}:{1:02}"
    clock = pattern.format(there.hour, there.minute)
    return f"{short_date(day=there.date())}, {clock}\u00a0{there.tzname()}"


def time_element(*, day: datetime.date, text: str, precision: str = "day") -> SafeString:
    """Wrap a written date in `<time>`; in French the raised "er" of the first is kept plain."""
    return mark_safe(  # noqa: S308 - digits, and month names of our own catalogues
        f'<time datetime="{machine_date(day=day, precision=precision)}">{text}</time>'
    )


def days_away(*, day: datetime.date, today: datetime.date) -> str:
    """Say how far off a day is: "today", "tomorrow", "in 39 days"."""
    count = (day - today).days
    if count == 0:
        return _("today")
    if count == 1:
        return _("tomorrow")
    return _("in %(count)d days") % {"count": count}


def short_name(*, name: str) -> str:
    """Leave out what stands in brackets at the end of an agreement's name."""
    head, bracket, _tail = name.partition(" (")
    return head if bracket and name.endswith(")") else name


def informs() -> str:
    """Return what every file says of itself: it informs and does not advise."""
    return _(
        "Plain summaries in our own words, with their sources. This informs; it is not legal"
        " advice. The agreement itself decides, and your union can tell you how it applies to you."
    )

"""Dates in the reader's language, always inside `<time>`."""

import datetime
import zoneinfo

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.web import wording

register = template.Library()


@register.filter
def short_day(day: datetime.date | None, precision: str = "day") -> SafeString | str:
    """Write a date for a table or a sheet."""
    if day is None:
        return ""
    text = wording.short_date(day=day, precision=precision)
    return wording.time_element(day=day, text=text, precision=precision)


@register.filter
def sentence_day(day: datetime.date | None, precision: str = "day") -> SafeString | str:
    """Write a date for a sentence."""
    if day is None:
        return ""
    text = wording.sentence_date(day=day, precision=precision)
    return wording.time_element(day=day, text=text, precision=precision)


@register.filter
def moment(at: datetime.datetime | None) -> SafeString | str:
    """Write a moment where the agreements were made."""
    if at is None:
        return ""
    zone = zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)
    return format_html(
        '<time datetime="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        wording.moment(at=at, zone=zone),
    )


@register.filter
def short_text(day: datetime.date, precision: str = "day") -> str:
    """Write a date without `<time>`, for drawings and attributes."""
    return wording.short_date(day=day, precision=precision)

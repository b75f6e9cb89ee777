"""Clocks in words: what is due, by when, and how near that is."""

import datetime
import zoneinfo
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.desk.timing import forms
from tracker.models import Clock
from tracker.timing import limits, reminding, sentences

NEARNESS = {
    reminding.Step.PASSED: gettext_lazy("passed"),
    reminding.Step.DAY: gettext_lazy("within a day"),
    reminding.Step.TWO_DAYS: gettext_lazy("within two days"),
    reminding.Step.WEEK: gettext_lazy("within a week"),
    reminding.Step.MONTH: gettext_lazy("within a month"),
    reminding.Step.LATER: gettext_lazy("later"),
}
SIGNS = {
    reminding.Step.PASSED: "✕",
    reminding.Step.DAY: "!!!",
    reminding.Step.TWO_DAYS: "!!",
    reminding.Step.WEEK: "!",
}


def row_of(clock: Clock, *, now: datetime.datetime) -> dict[str, Any]:
    """What a list says of a clock; no queries if it was read with its records."""
    step = reminding.step_of(deadline=clock.earliest_at, now=now)
    return {
        "clock": clock,
        "title": title_of(clock),
        "what": what_of(clock),
        "what_in_short": what_of(clock, is_short=True),
        "step": step,
        "nearness": NEARNESS[step],
        "sign": SIGNS.get(step, ""),
        "earliest": deadline_of(clock, is_latest=False),
        "latest": deadline_of(clock, is_latest=True),
    }


def title_of(clock: Clock) -> str:
    """The clause or agreement that it belongs to."""
    return str(clock.clause or clock.agreement)


def what_of(clock: Clock, *, is_short: bool = False) -> str:
    """What is due, in words; in short without what starts it."""
    if clock.number is None:
        return _("the agreement ends")
    return forms.limit_in_words(clock, is_short=is_short)


def deadline_of(clock: Clock, *, is_latest: bool) -> str:
    """The day, and the time where hours count, as clocks in its zone show it."""
    language = (translation.get_language() or "en")[:2]
    day = clock.latest_day if is_latest else clock.earliest_day
    words = sentences.day_in_words(day, language=language)
    if clock.is_whole_day:
        return words
    there = (clock.latest_at if is_latest else clock.earliest_at).astimezone(
        zoneinfo.ZoneInfo(clock.zone)
    )
    return f"{words}, {there:%H:%M}"


def steps_of(clock: Clock, *, is_latest: bool) -> list[str]:
    """How it counts, sentence by sentence."""
    language = (translation.get_language() or "en")[:2]
    kept = clock.latest_steps if is_latest else clock.earliest_steps
    return sentences.written(
        steps=[limits.Step.of_data(step) for step in kept],
        language=language if language in sentences.PHRASES else sentences.DEFAULT,
    )

"""Calendar files (RFC 5545): the terms of agreements for everybody, the clocks of staff.

An event keeps its UID for good, and its SEQUENCE rises with every change, so that calendar
programs move what they show instead of adding to it. Days are days, moments are in UTC. Nothing
here names a person or a deployment.
"""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clauses import readings
from tracker.models import Clock
from tracker.timing import reminding
from tracker.web import language as languages

PRODUCER = "-//AI Safeguard Tracker//Calendar//EN"
NAMES = uuid.UUID("a4b5d0f6-3f0c-4d0e-9b1a-6f1f3f7e2c11")
"""The name space of the ids of events that are no rows of ours; never to be changed."""
AGAIN = datetime.timedelta(hours=6)
"""How soon calendar programs should ask again."""
RINGS = tuple(before for _step, before in reminding.STEPS[:3])


def of_agreements(*, rows: Iterable[Any], name: str, language: str) -> bytes:
    """Write first and last days; rows have `sequence` and `told_at` beside their own columns."""
    calendar = _calendar(name=name, language=language)
    for row in rows:
        title = readings.read(record=row, language=language).title
        if row.effective_from is not None:
            first = _("%(agreement)s begins") % {"agreement": title}
            calendar.add_component(
                _term(row, day=row.effective_from, part="begins", summary=first, language=language)
            )
        if row.effective_to is not None:
            last = _("%(agreement)s: last day of its term") % {"agreement": title}
            calendar.add_component(
                _term(row, day=row.effective_to, part="ends", summary=last, language=language)
            )
    return bytes(calendar.to_ical())


def of_clocks(*, rows: Iterable[Clock], language: str) -> bytes:
    """Write each deadline; a doubtful one is two events, its earliest and its latest."""
    calendar = _calendar(name=_("Clocks"), language=language)
    for clock in rows:
        if not clock.is_doubtful:
            calendar.add_component(_deadline(clock, is_latest=False, summary=_summary(clock)))
            continue
        earliest = _("At the earliest: %(what)s") % {"what": _summary(clock)}
        latest = _("At the latest: %(what)s") % {"what": _summary(clock)}
        calendar.add_component(_deadline(clock, is_latest=False, summary=earliest))
        calendar.add_component(_deadline(clock, is_latest=True, summary=latest))
    return bytes(calendar.to_ical())


def _calendar(*, name: str, language: str) -> icalendar.Calendar:
    made = icalendar.Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    # The names by which Outlook, Google and Apple know what RFC 7986 has under others.
    made.add("x-wr-calname", name)
    made.add("name", name, parameters={"LANGUAGE": language})
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(AGAIN))
    return made


def _term(
    row: Any, *, day: datetime.date, part: str, summary: str, language: str
) -> icalendar.Event:
    address = f"{settings.PUBLIC_URL}/{language}{languages.split(row.get_absolute_url())[1]}"
    event = _event(
        uid=uuid.uuid5(NAMES, f"agreement/{row.slug}/{part}"),
        sequence=row.sequence,
        told_at=row.told_at,
        summary=summary,
        address=address,
    )
    event.add("description", f"{_notice()}\n{address}")
    _whole_day(event, day=day)
    return event


def _deadline(clock: Clock, *, is_latest: bool, summary: str) -> icalendar.Event:
    address = f"{settings.PUBLIC_URL}{languages.split(reverse('desk_clock', args=[clock.pk]))[1]}"
    event = _event(
        uid=uuid.uuid5(clock.uid, "latest") if is_latest else clock.uid,
        sequence=clock.sequence,
        told_at=clock.changed_at,
        summary=summary,
        address=address,
    )
    event.add("class", "CONFIDENTIAL")
    told = [str(clock.clause or clock.agreement), clock.zone, _notice(), address]
    event.add("description", "\n".join(told))
    if clock.is_whole_day:
        _whole_day(event, day=clock.latest_day if is_latest else clock.earliest_day)
    else:
        event.add("dtstart", clock.latest_at if is_latest else clock.earliest_at)
    if clock.state == Clock.State.DUE:
        for before in RINGS:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", -before)
            event.add_component(alarm)
    return event


def _event(
    *, uid: uuid.UUID, sequence: int, told_at: datetime.datetime, summary: str, address: str
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", str(uid))
    event.add("sequence", sequence)
    event.add("dtstamp", told_at)
    event.add("last-modified", told_at)
    event.add("summary", summary)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _whole_day(event: icalendar.Event, *, day: datetime.date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))


def _summary(clock: Clock) -> str:
    """What is due, and how it ended if it has."""
    what = clock.applies_to or str(clock.clause or clock.agreement)
    if clock.kind == Clock.Kind.EXPIRY:
        what = _("%(agreement)s: last day of its term") % {"agreement": clock.agreement}
    return {
        Clock.State.DUE: _("Due: %(what)s"),
        Clock.State.MET: _("Met: %(what)s"),
        Clock.State.MISSED: _("Missed: %(what)s"),
        Clock.State.WAIVED: _("Waived: %(what)s"),
    }[Clock.State(clock.state)] % {"what": what}


def _notice() -> str:
    return _("This informs and does not advise; the text of the agreement governs.")

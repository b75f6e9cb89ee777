"""Clocks: started by staff with their start event, counted by the rules, settled with evidence.

The rules count (tracker/timing); people say what started a clock and how it ended. Nothing here
ends a clock because time has passed.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clauses import models as library
from clauses import staffing, visibility
from tracker import clock_homes, models
from tracker.timing import counting, limits

Clock = models.Clock
LONGEST = 4000


class Refused(ValueError):
    """A clock that is not started or changed; the sentence says what to do."""


class NotYourClock(PermissionDenied):
    """Raised for staff of other unions than those of the agreement."""


class ClockChanged(Refused):
    """Raised when somebody else changed the clock after it was shown."""


class RunsAlready(Refused):
    """Raised for a second clock of the same limit and start event."""


class NoteMissing(Refused):
    """Raised when evidence, a reason or the start event is not described."""


class NotCounted(Refused):
    """Raised when no deadline follows from what was entered."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is counted: a limit of a clause, the end of an agreement, or days before that end."""

    kind: str
    clause: library.Clause | None = None
    link: models.Link | None = None
    agreement: library.Agreement | None = None
    limit: limits.Limit | None = None
    starts_from: str = ""
    applies_to: str = ""
    occurrence: int = 1
    visibility: str = visibility.Visibility.STAFF


def may_keep(*, user: Any, record: Any, own: Sequence[int] | None = None) -> bool:
    """Whether `user` keeps clocks of a clause or agreement: a writer of one of its unions."""
    if not (user.is_active and user.has_perm("clauses.change_clause")):
        return False
    unions = set(staffing.union_ids_of(user) if own is None else own)
    theirs = set(record.publishing_union_ids())
    return bool(unions & theirs) if theirs else bool(unions)


def start(
    *,
    wanted: Wanted,
    event: limits.Start,
    how: limits.Counting,
    note: str,
    request_key: uuid.UUID,
    by: Any,
    now: datetime.datetime,
    keeps_counting: bool = False,
) -> models.Clock:
    """Start a clock; the same form sent twice gives the same clock.

    Raises NotYourClock, NoteMissing, NotCounted, RunsAlready, or Refused for a record that is not
    live or a link that nobody confirmed.
    """
    _check_keeper(record=wanted.clause or wanted.agreement, by=by)
    said = _said(note, _("Say what the start event is and how it is known."))
    found = _counted(wanted=wanted, event=event, how=how)
    try:
        with transaction.atomic():
            known = Clock.objects.filter(request_key=request_key).first()
            if known is not None:
                return known
            _check_ground(wanted)
            clock = Clock(
                request_key=request_key,
                kind=wanted.kind,
                clause=wanted.clause,
                link=wanted.link,
                agreement=wanted.agreement,
                number=wanted.limit.number if wanted.limit else None,
                unit=wanted.limit.unit.value if wanted.limit else "",
                direction=wanted.limit.direction.value if wanted.limit else "",
                starts_from=wanted.starts_from,
                applies_to=wanted.applies_to,
                occurrence=wanted.occurrence,
                visibility=wanted.visibility,
                started_by=by,
                started_at=now,
            )
            _tell(clock, event=event, how=how, found=found, note=said, now=now)
            clock.save()
            _record(clock, act=models.ClockAct.Act.STARTED, by=by, now=now, note=said)
            if keeps_counting and wanted.clause is not None:
                clock_homes.keep(clause=wanted.clause, how=how, by=by, now=now)
            return clock
    except IntegrityError:
        known = Clock.objects.filter(request_key=request_key).first()
        if known is not None:
            return known
        raise RunsAlready(_("A clock of this limit with this start event runs already.")) from None


def recount(
    *,
    clock_id: int,
    event: limits.Start,
    how: limits.Counting,
    note: str,
    seen: int,
    by: Any,
    now: datetime.datetime,
) -> models.Clock:
    """Count a running clock anew from another start event or in another way.

    `seen` is its sequence when it was shown. Raises as start() does, and ClockChanged.
    """
    said = _said(note, _("Say what the start event is and how it is known."))
    try:
        with transaction.atomic():
            clock = _seen(clock_id=clock_id, seen=seen, by=by)
            if clock.state != Clock.State.DUE:
                raise ClockChanged(_("This clock is settled. Open it again first."))
            found = _counted(wanted=wanted_of(clock), event=event, how=how)
            _tell(clock, event=event, how=how, found=found, note=said, now=now)
            clock.sequence += 1
            clock.save()
            _record(clock, act=models.ClockAct.Act.RECOUNTED, by=by, now=now, note=said)
            return clock
    except IntegrityError:
        raise RunsAlready(_("A clock of this limit with this start event runs already.")) from None


def settle(
    *, clock_id: int, state: str, evidence: str, seen: int, by: Any, now: datetime.datetime
) -> models.Clock:
    """Mark a running clock as met, missed or waived.

    Raises NoteMissing, ClockChanged or NotYourClock.
    """
    if state not in {Clock.State.MET, Clock.State.MISSED, Clock.State.WAIVED}:
        raise Refused(_("Say whether it was met, missed or waived."))
    said = _said(evidence, _("Give the evidence: what was done, when, and where that is kept."))
    with transaction.atomic():
        clock = _seen(clock_id=clock_id, seen=seen, by=by)
        if clock.state != Clock.State.DUE:
            raise ClockChanged(_("Somebody else settled this clock first."))
        clock.state = Clock.State(state)
        clock.settled_by, clock.settled_at, clock.evidence = by, now, said
        clock.sequence += 1
        clock.changed_at = now
        clock.save()
        _record(clock, act=state, by=by, now=now, note=said)
        return clock


def reopen(*, clock_id: int, note: str, seen: int, by: Any, now: datetime.datetime) -> models.Clock:
    """Let a settled clock run again; what was said stays in its history. Raises as settle()."""
    said = _said(note, _("Say why it runs again."))
    try:
        with transaction.atomic():
            clock = _seen(clock_id=clock_id, seen=seen, by=by)
            if clock.state == Clock.State.DUE:
                raise ClockChanged(_("This clock runs already."))
            clock.state = Clock.State.DUE
            clock.settled_by, clock.settled_at, clock.evidence = None, None, ""
            clock.sequence += 1
            clock.changed_at = now
            clock.save()
            _record(clock, act=models.ClockAct.Act.REOPENED, by=by, now=now, note=said)
            return clock
    except IntegrityError:
        raise RunsAlready(_("A clock of this limit with this start event runs already.")) from None


def wanted_of(clock: models.Clock) -> Wanted:
    """What a clock counts, as it read when it was started."""
    limit = (
        limits.Limit(
            number=clock.number,
            unit=limits.Unit(clock.unit),
            direction=limits.Direction(clock.direction),
        )
        if clock.number is not None
        else None
    )
    return Wanted(
        kind=clock.kind,
        clause=clock.clause,
        link=clock.link,
        agreement=clock.agreement,
        limit=limit,
        starts_from=clock.starts_from,
        applies_to=clock.applies_to,
        occurrence=clock.occurrence,
        visibility=clock.visibility,
    )


def stale_because(clock: models.Clock) -> str:
    """Say what has changed since the clock was counted; empty if nothing has. Costs one query."""
    if clock.link is not None and clock.link.state != models.Link.State.CONFIRMED:
        return _("The link that it rests on is no longer confirmed.")
    if clock.clause is not None:
        told = (clock.number, clock.unit, clock.direction)
        if told not in {
            (row.number, row.unit, row.direction) for row in clock.clause.time_limits.all()
        }:
            return _("The clause no longer sets this time limit.")
    elif clock.agreement is not None and clock.agreement.effective_to != clock.last_day:
        return _("The last day of the agreement is another one now.")
    return ""


def _counted(*, wanted: Wanted, event: limits.Start, how: limits.Counting) -> limits.Deadline:
    try:
        if wanted.limit is None:
            return counting.expiry(last_day=event.last_day, counting=how)
        return counting.deadline(
            limit=wanted.limit, start=event, counting=how, occurrence=wanted.occurrence
        )
    except limits.CannotCount as refused:
        raise NotCounted(_why(refused.key)) from None


def _why(key: str) -> str:
    return {
        "no-such-time": _("Clocks there never show that time on that day: they were put forward."),
        "nothing-to-count": _("A time limit is at least 1."),
        "too-long": _("That is too long to be counted."),
        "recurs-in-months": _("What recurs is counted in months or years."),
        "ends-before-it-starts": _("The latest the event can be is before the earliest."),
        "beyond-the-calendar": _("That is beyond the calendar. Check the year."),
    }[key]


def _tell(
    clock: models.Clock,
    *,
    event: limits.Start,
    how: limits.Counting,
    found: limits.Deadline,
    note: str,
    now: datetime.datetime,
) -> None:
    clock.first_day, clock.first_time = event.first_day, event.first_time
    clock.last_day, clock.last_time = event.last_day, event.last_time
    clock.zone, clock.calendar = how.zone.key, how.calendar
    clock.when_closed = how.when_closed.value
    clock.event_note = note
    clock.earliest_at, clock.earliest_day = found.earliest.moment, found.earliest.day
    clock.latest_at, clock.latest_day = found.latest.moment, found.latest.day
    clock.is_whole_day = found.latest.is_whole_day
    clock.earliest_steps = [step.as_data() for step in found.earliest.steps]
    clock.latest_steps = [step.as_data() for step in found.latest.steps]
    clock.changed_at = now


def _seen(*, clock_id: int, seen: int, by: Any) -> models.Clock:
    """Lock the clock; refuse one that has changed since it was shown."""
    rows = Clock.objects.select_for_update(of=("self",)).with_records()
    clock = rows.filter(pk=clock_id).first()
    if clock is None:
        raise ClockChanged(_("There is no such clock."))
    _check_keeper(record=clock.clause or clock.agreement, by=by)
    if clock.sequence != seen:
        raise ClockChanged(_("Somebody else changed this clock. Read it again."))
    return clock


def _check_keeper(*, record: Any, by: Any) -> None:
    if record is None or not may_keep(user=by, record=record):
        raise NotYourClock(_("Only staff of the unions of the agreement keep its clocks."))


def _check_ground(wanted: Wanted) -> None:
    if wanted.clause is not None and not wanted.clause.live:
        raise Refused(_("The clause is not published."))
    if wanted.agreement is not None and not wanted.agreement.live:
        raise Refused(_("The agreement is not published."))
    if wanted.link is None:
        return
    confirmed = models.Link.objects.confirmed().select_for_update(of=("self",))
    if not confirmed.filter(pk=wanted.link.pk, clause=wanted.clause).exists():
        raise Refused(_("The link is not confirmed."))


def _record(clock: models.Clock, *, act: str, by: Any, now: datetime.datetime, note: str) -> None:
    models.ClockAct.objects.create(
        clock=clock,
        act=act,
        by=by,
        at=now,
        note=note,
        earliest_day=clock.earliest_day,
        latest_day=clock.latest_day,
    )


def _said(words: str, missing: str) -> str:
    said = words.replace("\x00", "").strip()[:LONGEST]
    if not said:
        raise NoteMissing(missing)
    return said

"""The answer for one event on one day: every clause that matters, put together and in order."""

import dataclasses
import datetime
import functools

from tracker.matching import (
    answers,
    bearing,
    merging,
    ranking,
    reading,
    reasons,
    records,
    uses,
)
from tracker.matching import library as shelves

NOT_YET = "not-yet"


def answer(
    *,
    library: shelves.Library,
    event: records.EventRecord,
    on: datetime.date,
    meeting: uses.Meeting | None = None,
) -> answers.Answer:
    """Judge the event by the decision order; the order of its parts does not matter.

    `meeting` spares work where an event of the same uses, capabilities and roles was met before.
    """
    event = in_order(event)
    unmatched = event.unmatched_deployers
    if event.first_day is not None and on < event.first_day:
        return answers.Answer(as_of=on, silence=NOT_YET, unmatched=unmatched)
    silence = bearing.why_silent(event)
    if silence:
        return answers.Answer(as_of=on, silence=silence, unmatched=unmatched)
    seen = reading.Reading(shelves=library, event=event, on=on, meeting=meeting)
    groups = merging.groups(seen.verdicts())
    entries = tuple(_entry(found, seen) for found in ranking.rank(groups, known=seen.knowledge))
    reached = {role for entry in entries if entry.counts for role in entry.roles}
    return answers.Answer(
        as_of=on,
        entries=entries,
        gaps=tuple(sorted(role for role in set(event.roles) if role not in reached)),
        unmatched=unmatched,
    )


def _entry(ranked: ranking.Ranked, seen: reading.Reading) -> answers.Entry:
    group, verdict = ranked.group, ranked.group.head
    clause = verdict.shelved.clause
    members = (verdict, *group.members.values())
    roles = sorted({role for member in members for role in member.match.roles})
    return answers.Entry(
        clause=clause.slug,
        title=clause.title,
        standing=group.standing,
        bearing=ranked.bearing,
        score=ranked.score,
        includes=group.includes,
        missing_facts=verdict.missing,
        citation=clause.citation,
        grade=clause.grade,
        agreement=verdict.shelved.parent,
        roles=tuple(roles),
        explain=functools.partial(reasons.of, verdict, standing=group.standing, seen=seen),
    )


def in_order(event: records.EventRecord) -> records.EventRecord:
    """The event with its lists sorted; only the order of the deployers means something."""
    return dataclasses.replace(
        event,
        uses=tuple(sorted(set(event.uses))),
        capabilities=tuple(sorted(set(event.capabilities))),
        roles=tuple(sorted(set(event.roles))),
        sectors=tuple(sorted(set(event.sectors))),
        places=tuple(sorted(set(event.places))),
        made_in=tuple(sorted(set(event.made_in))),
        shown_in=tuple(sorted(set(event.shown_in))),
        stages=tuple(sorted(set(event.stages))),
        bound_by=tuple(sorted(set(event.bound_by))),
        not_bound_by=tuple(sorted(set(event.not_bound_by))),
        not_places=tuple(sorted(set(event.not_places))),
        not_sectors=tuple(sorted(set(event.not_sectors))),
        works=tuple(sorted(set(event.works))),
        unmatched_deployers=tuple(sorted(set(event.unmatched_deployers))),
    )

"""Which question to ask next: the one whose answer, yes or no, would change the answer most.

Each open question is answered both ways and the two answers are held against the present one.
What would change nothing is never asked, nor what was told, nor what the asker does not know.
"""

import dataclasses
import datetime
from collections.abc import Callable, Collection, Iterator

from tracker.matching import answers, places, reading, records, sectors, standing, uses
from tracker.matching import library as shelves

FACTS, BOUND_BY, PLACES, SECTORS = "facts", "bound_by", "jurisdictions", "sectors"
FIELDS = (FACTS, PLACES, SECTORS, BOUND_BY)
"""What may be asked for, in the order that settles ties: what a member knows best comes first."""


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """Something unknown, with how much the answer would change if it were so, and if not."""

    field: str
    value: str
    if_true: int = 0
    if_false: int = 0

    @property
    def name(self) -> str:
        """How the question is named where somebody says that they do not know."""
        return f"{self.field}:{self.value}"

    @property
    def worth(self) -> int:
        """A question that tells in both cases is worth more than one that tells in one."""
        return 3 * min(self.if_true, self.if_false) + max(self.if_true, self.if_false)


def ranked(
    *,
    library: shelves.Library,
    event: records.EventRecord,
    on: datetime.date,
    not_known: Collection[str] = (),
) -> tuple[Question, ...]:
    """Every question that would change the answer, the most telling first.

    `not_known` are names of questions to which the asker has no answer.
    """
    event = standing.in_order(event)
    # No reply changes what is done and to whom: each clause's subject is met once for all replies.
    meeting = uses.Meeting(event=event, words=library.words)
    now = standing.answer(library=library, event=event, on=on, meeting=meeting)
    if now.silence:
        return ()
    seen = reading.Reading(shelves=library, event=event, on=on, meeting=meeting)
    before, weights = _picture(now), _weights(now)
    found = []
    for field, value in _open(seen):
        if f"{field}:{value}" in not_known:
            continue
        changes, differs = [], False
        for so in (True, False):
            told = answered(event=event, field=field, value=value, so=so)
            after = standing.answer(library=library, event=told, on=on, meeting=meeting)
            differs = differs or _picture(after) != before
            changes.append(_distance(weights, _weights(after)))
        if differs:
            found.append(Question(field, value, *changes))
    return tuple(sorted(found, key=lambda one: (-one.worth, FIELDS.index(one.field), one.value)))


def answered(
    *, event: records.EventRecord, field: str, value: str, so: bool
) -> records.EventRecord:
    """The event with one question answered."""
    if field == FACTS:
        return dataclasses.replace(event, facts={**event.facts, value: so})
    if field == BOUND_BY:
        if so:
            return dataclasses.replace(event, bound_by=(*event.bound_by, value))
        return dataclasses.replace(event, not_bound_by=(*event.not_bound_by, value))
    if field == PLACES:
        if so:
            return dataclasses.replace(event, places=(*event.places, value))
        return dataclasses.replace(event, not_places=(*event.not_places, value))
    if so:
        return dataclasses.replace(event, sectors=(*event.sectors, value))
    return dataclasses.replace(event, not_sectors=(*event.not_sectors, value))


def _open(seen: reading.Reading) -> Iterator[tuple[str, str]]:
    """What is unknown and what some clause that may matter hangs on, each once."""
    verdicts = seen.verdicts()
    for field, of_verdict in _BY_VERDICT.items():
        found = {value for verdict in verdicts for value in of_verdict(verdict, seen)}
        yield from ((field, value) for value in sorted(found))
    yield from ((PLACES, place) for place in _open_places(seen))


def _open_facts(verdict: reading.Verdict, seen: reading.Reading) -> list[str]:
    needs = verdict.shelved.needs
    named = (*verdict.missing, *needs.required, *needs.any_of, *needs.excluding)
    return [fact for fact in named if seen.knowledge.value(fact) is None]


def _open_agreements(verdict: reading.Verdict, seen: reading.Reading) -> list[str]:
    span = verdict.timing.span
    if verdict.who is None or verdict.who.is_bound or span is None or not verdict.counts:
        return []
    told = (*seen.event.bound_by, *seen.event.not_bound_by)
    return [] if span.governing in told else [span.governing]


def _open_sectors(verdict: reading.Verdict, seen: reading.Reading) -> list[str]:
    if seen.event.sectors:
        return []
    told = (sectors.ALL, *seen.event.not_sectors)
    return [sector for sector in verdict.shelved.sectors if sector not in told]


_BY_VERDICT: dict[str, Callable[[reading.Verdict, reading.Reading], list[str]]] = {
    FACTS: _open_facts,
    SECTORS: _open_sectors,
    BOUND_BY: _open_agreements,
}


def _open_places(seen: reading.Reading) -> list[str]:
    """Where none was told, every place of the library; else what lies within, but once."""
    event = seen.event
    told = places.counting(event)
    wholes = [
        place
        for place in told
        if not any(other != place and places.lies_in(place=other, whole=place) for other in told)
    ]
    return [
        place
        for place in seen.library.places
        if place not in (places.ANYWHERE, *told)
        and not any(places.lies_in(place=place, whole=other) for other in event.not_places)
        and (not told or any(places.lies_in(place=place, whole=whole) for whole in wholes))
    ]


def _picture(answer: answers.Answer) -> tuple[object, ...]:
    """What a reader sees of an answer, whatever its order."""
    return (
        frozenset(
            (entry.clause, entry.standing, entry.bearing, entry.includes, entry.missing_facts)
            for entry in answer.entries
        ),
        answer.gaps,
    )


def _weights(answer: answers.Answer) -> dict[str, int]:
    """What each clause weighs in an answer: its standing, twice that if it leads."""
    found: dict[str, int] = {}
    for entry in answer.entries:
        weight = answers.RANK[entry.standing] * (2 if entry.bearing == answers.MAIN else 1)
        for slug in (entry.clause, *entry.includes):
            found[slug] = max(found.get(slug, 0), weight)
    return found


def _distance(before: dict[str, int], after: dict[str, int]) -> int:
    return sum(abs(before.get(slug, 0) - after.get(slug, 0)) for slug in before | after)

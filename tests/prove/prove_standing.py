"""Standing keeps its rules for every deployment on every month's first and last day."""

import calendar
import datetime

import pytest

from tracker import models, standing
from tracker.matching import standing as rules

FIRST_YEAR, LAST_YEAR = 2022, 2031
COUNTING = ("binding", "conditional", "possible")


def days():
    """The first and last day of every month: where terms begin and end."""
    for year in range(FIRST_YEAR, LAST_YEAR):
        for month in range(1, 13):
            yield datetime.date(year, month, 1)
            yield datetime.date(year, month, calendar.monthrange(year, month)[1])


@pytest.fixture
def judged(db, catalogue):
    """The library as staff know it, and every deployment as an event."""
    staff = None
    library = standing.library(viewer=staff)
    events = [
        standing.event_of(deployment=deployment, viewer=staff)
        for deployment in models.Deployment.objects.visible_to(staff).prefetch_related("deployers")
    ]
    return library, events


def prove_standing_keeps_its_rules_on_every_boundary_day(judged, capsys):
    library, events = judged
    shelf = {shelved.clause.slug: shelved for shelved in library.shelf}
    answers = entries = 0

    for event in events:
        for day in days():
            answer = rules.answer(library=library, event=event, on=day)
            answers += 1
            listed = [entry.clause for entry in answer.entries]
            merged = [slug for entry in answer.entries for slug in entry.includes]
            entries += len(listed)
            assert len(set(listed)) == len(listed), (event.slug, day)
            assert not set(listed) & set(merged), (event.slug, day)
            if event.first_day is not None and day < event.first_day:
                assert not listed, (event.slug, day)
            for entry in answer.entries:
                if entry.standing not in COUNTING:
                    continue
                shelved = shelf[entry.clause]
                in_term = any(
                    span.term.first_day <= day
                    and (span.term.day_after is None or day < span.term.day_after)
                    for span in shelved.spans
                )
                assert in_term, (event.slug, day, entry.clause)
                replaced = shelved.replaced_from is not None and day >= shelved.replaced_from
                assert not replaced, (event.slug, day, entry.clause)

    assert len(events) >= 99
    with capsys.disabled():
        print(f"\nstanding: {len(events)} deployments × {answers // len(events)} days, ", end="")
        print(f"{answers} answers, {entries} entries, 0 outside a term, 0 replaced, 0 twice")

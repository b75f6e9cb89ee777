"""The replay of the Sora history says the same each time and leaves the catalogue alone."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command

from tracker.demonstration import replay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def played():
    out = io.StringIO()
    call_command("replay_sora_history", stdout=out)
    return out.getvalue()


def counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_replay_prints_the_same_table_each_time_and_leaves_nothing():
    before = counts()

    first, second = played(), played()

    assert first == second
    assert counts() == before


def test_each_event_is_played_on_its_own_day_to_those_it_concerns():
    events = replay.play()

    assert [event.day.isoformat() for event in events] == [
        "2024-02-15",
        "2024-03-22",
        "2024-12-09",
        "2025-09-30",
        "2025-12-11",
        "2026-03-24",
    ]
    preview, _, _, _, _, withdrawal = events
    assert preview.standings == {"conditional": 3, "possible": 2}
    assert {told.name for told in preview.told} == {
        "Paula Performer",
        "Simon Scénariste",
        "Elena Efectos",
    }
    assert {told.because for told in preview.told} == {
        ("principal-performer",),
        ("writer",),
        ("vfx-artist",),
    }
    assert withdrawal.standings == {}
    assert withdrawal.told
    for event in events:
        names = [told.name for told in event.told]
        assert len(names) == len(set(names))

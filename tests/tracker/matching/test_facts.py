"""Facts are true, false or unknown; unknown is never taken for either."""

import pytest

from tests.tracker.matching import world
from tracker.matching import facts, records

HIRED, RECOGNISABLE = "hired-for-this-work", "recognisable-person"


def value(fact, **event):
    return facts.Knowledge(records.EventRecord(**event)).value(fact)


@pytest.mark.parametrize(
    ("use", "fact", "expected"),
    [
        ("digital-replica-employment", HIRED, True),
        ("background-replica", HIRED, True),
        ("digital-replica-independent", HIRED, False),
        ("digital-replica", HIRED, None),
        ("digital-replica", RECOGNISABLE, True),
        ("performer-scanning", RECOGNISABLE, True),
        ("performer-scanning", HIRED, None),
        ("voice-replica", RECOGNISABLE, True),
        ("ai-dubbing", RECOGNISABLE, None),
        ("real-time-dialogue", "live-output", True),
    ],
)
def test_a_use_implies_facts_by_its_definition(use, fact, expected):
    assert value(fact, uses=(use,)) is expected


def test_what_staff_or_the_asker_state_wins():
    assert value(HIRED, uses=("digital-replica-independent",), facts={HIRED: True}) is True
    assert value("posthumous", uses=("voice-replica",)) is None


def test_whoever_is_dead_was_not_hired():
    assert value(HIRED, uses=("voice-replica",), facts={"posthumous": True}) is False


def test_uses_that_disagree_leave_a_fact_open_except_for_their_own_clauses():
    both = ("digital-replica-employment", "digital-replica-independent")
    known = facts.Knowledge(records.EventRecord(uses=both))

    assert known.value(HIRED) is None
    assert known.of(HIRED, uses=("digital-replica-employment",)) == facts.Known(True, "implied")
    assert known.of(HIRED, uses=("digital-replica-independent",)) == facts.Known(False, "implied")
    assert known.of(HIRED, uses=both) is None


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"uses": ("synthetic-performer",), "offered": True}, True),
        ({"uses": ("text-to-video",), "roles": ("background-actor",), "offered": True}, True),
        ({"uses": ("text-to-video",), "roles": ("voice-performer",), "offered": True}, None),
        ({"uses": ("text-to-video",), "roles": ("background-actor",)}, None),
        ({"uses": ("image-to-video",), "roles": ("background-actor",), "offered": True}, None),
    ],
)
def test_a_human_role_is_given_by_design_for_offered_tools_only(event, expected):
    assert value("human-role", **event) is expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"is_animated": True, "works": ("A",)}, True),
        ({"works": ("A",)}, False),
        ({"works": ("A",), "is_situation": True}, None),
        ({}, None),
        ({"sectors": ("animation",)}, True),
        ({"sectors": ("animation", "television")}, None),
    ],
)
def test_a_named_work_is_animation_only_if_the_record_says_so(event, expected):
    assert value("animated-work", **event) is expected


def test_a_required_fact_true_false_and_unknown():
    shelf = world.shelves(world.clause("asked", required_facts=("reuse",)))

    unknown = world.only(shelf, world.writing())

    assert (unknown.standing, unknown.missing_facts) == ("possible", ("reuse",))
    assert world.only(shelf, world.writing(facts={"reuse": True})).standing == "binding"
    assert world.standings(shelf, world.writing(facts={"reuse": False})) == {}


def test_one_of_several_facts_is_enough():
    shelf = world.shelves(world.clause("asked", any_facts=("reuse", "posthumous")))

    unknown = world.only(shelf, world.writing(facts={"reuse": False}))

    assert (unknown.standing, unknown.missing_facts) == ("possible", ("posthumous",))
    assert world.only(shelf, world.writing(facts={"posthumous": True})).standing == "binding"
    none = world.writing(facts={"posthumous": False, "reuse": False})
    assert world.standings(shelf, none) == {}


def test_an_excluding_fact_excludes_only_when_known_true():
    shelf = world.shelves(world.clause("kept-out", excluding_facts=("separate-scan-session",)))
    fact = "separate-scan-session"

    assert world.standings(shelf, world.writing(facts={fact: True})) == {}
    assert world.standings(shelf, world.writing(facts={fact: False})) == {"kept-out": "binding"}
    assert world.standings(shelf, world.writing()) == {"kept-out": "binding"}


def test_an_agreement_may_exclude_animation():
    clause = world.clause("craft", agreement=world.IATSE, roles=("crew",), main_uses=world.IMAGE)
    event = {"uses": ("text-to-image",), "roles": ("crew",), "works": ("A",)}
    shelf = world.shelves(clause)

    assert world.standings(shelf, world.writing(**event)) == {"craft": "binding"}
    assert world.standings(shelf, world.writing(**event, is_animated=True)) == {}

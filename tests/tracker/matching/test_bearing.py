"""What an event may raise at all, by kind, phase, duty and level; and which entries lead."""

import pytest

from tests.tracker.matching import world

LATER = world.clause("pay", duty="later")
USE = world.clause("consent")


@pytest.mark.parametrize(
    ("event", "silence"),
    [
        ({"kind": "lawsuit"}, "kind"),
        ({"kind": "legal-demand"}, "kind"),
        ({"kind": "union-demand"}, "kind"),
        ({"kind": "joint-statement"}, "kind"),
        ({"kind": "policy"}, "kind"),
        ({"kind": "product-withdrawal"}, "kind"),
        ({"phase": "withdrawn"}, "phase"),
        ({"phase": "suspended"}, "phase"),
        ({"uses": ("likeness-protection",)}, "protection"),
        ({"kind": "corporate-investment"}, "no-employer"),
        ({"uses": ()}, "no-use"),
        ({"kind": "incident"}, ""),
        ({"kind": "union-agreement"}, ""),
    ],
)
def test_kinds_and_phases_that_bring_nothing(event, silence):
    answer = world.answer(world.shelves(USE), world.writing(**event))

    assert answer.silence == silence
    assert [entry.clause for entry in answer.entries] == ([] if silence else ["consent"])


def test_outreach_is_never_more_than_conditional_and_raises_no_later_duty():
    event = world.writing(kind="industry-outreach", employers=("disney",))

    entry = world.only(world.shelves(USE, LATER), event)

    assert (entry.clause, entry.standing, world.hows(entry, "event")) == (
        "consent",
        "conditional",
        ["courted"],
    )


@pytest.mark.parametrize(
    ("types", "raised"),
    [
        (("consent",), True),
        (("notice",), True),
        (("bargaining-duty",), True),
        (("right-to-refuse",), True),
        (("prohibition", "right-to-refuse"), True),
        (("human-authorship",), False),
        (("compensation", "consent"), False),
    ],
)
def test_an_investment_raises_first_line_duties_only(types, raised):
    clause = world.clause("any", safeguard_types=types)
    event = world.writing(kind="corporate-investment", employers=("disney",))

    found = world.standings(world.shelves(clause), event)

    assert found == ({"any": "conditional"} if raised else {})


def test_an_offered_tool_raises_no_later_duty():
    shelf = world.shelves(USE, LATER)

    assert world.standings(shelf, world.writing(offered=True)) == {"consent": "conditional"}
    assert world.standings(shelf, world.writing()) == {"consent": "binding", "pay": "binding"}


def test_a_release_without_an_employer_is_an_offer():
    event = world.writing(kind="product-release", deployers=("public",))

    assert world.standings(world.shelves(USE, LATER), event) == {"consent": "conditional"}


@pytest.mark.parametrize(
    ("event", "raised"),
    [
        ({}, False),
        ({"kind": "licensing-deal"}, True),
        ({"company_programme": True}, True),
        ({"company_programme": True, "works": ("A",)}, False),
        ({"company_programme": True, "offered": True}, False),
    ],
)
def test_company_level_duties_need_a_licence_or_a_programme_without_named_works(event, raised):
    meetings = world.clause("meetings", level="company", duty="later")

    assert bool(world.standings(world.shelves(meetings), world.writing(**event))) is raised


def test_committees_are_never_raised_by_an_event():
    standing = world.clause("committee", level="standing")

    event = world.writing(kind="licensing-deal", company_programme=True)

    assert world.standings(world.shelves(standing), event) == {}


def bearings(shelf, event):
    return {entry.clause: entry.bearing for entry in world.answer(shelf, event).entries}


def test_the_clauses_on_what_was_done_lead_and_general_duties_follow():
    shelf = world.shelves(
        world.clause("consent", priority=9),
        world.clause("policies", priority=4),
        world.clause("definition", scope_of=("consent",)),
        world.clause("asked", required_facts=("reuse",), priority=9),
    )

    assert bearings(shelf, world.writing()) == {
        "consent": "main",
        "policies": "also",
        "definition": "also",
        "asked": "also",
    }


def test_a_strike_question_leads_with_the_strike_clause():
    shelf = world.shelves(
        world.performers_clause("consent", priority=9),
        world.performers_clause("strike", priority=7, required_facts=("during-strike",)),
    )
    struck = world.scanning(facts={"hired-for-this-work": True, "during-strike": True})

    answer = world.answer(shelf, struck)

    assert [(entry.clause, entry.bearing) for entry in answer.entries] == [
        ("strike", "main"),
        ("consent", "also"),
    ]


def test_a_scan_leads_with_the_scan_clauses():
    pay = world.performers_clause(
        "scan-pay", priority=5, duty="later", main_uses=("performer-scanning",)
    )
    security = world.performers_clause("security", priority=5, duty="later")
    shelf = world.shelves(pay, security, world.performers_clause("notice", priority=9))

    assert bearings(shelf, world.scanning()) == {
        "notice": "main",
        "scan-pay": "main",
        "security": "also",
    }


def test_something_always_leads():
    shelf = world.shelves(
        world.clause("low", priority=3, duty="later"), world.clause("lower", priority=1)
    )

    assert set(bearings(shelf, world.writing()).values()) == {"main", "also"}


def test_binding_comes_before_conditional_before_possible():
    shelf = world.shelves(
        world.clause("possible", priority=9, required_facts=("reuse",)),
        world.clause("binding", priority=1, duty="later"),
        world.clause("conditional", priority=9, main_uses=(), incidental_uses=world.TEXT),
    )

    answer = world.answer(shelf, world.writing())

    assert [entry.clause for entry in answer.entries] == ["binding", "conditional", "possible"]
    scores = [entry.score for entry in answer.entries]
    assert scores == sorted(scores, reverse=True)

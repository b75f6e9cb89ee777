"""Uses, roles, sectors and places: what a clause is about, and for whom."""

import pytest

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY


def match_of(clause, **event):
    entries = world.answer(world.shelves(clause), world.writing(**event)).entries
    return [(entry.standing, *world.hows(entry, "use")) for entry in entries]


def test_a_leaf_meets_the_same_leaf_and_a_family_meets_its_leaves():
    clause = world.clause("text", main_uses=("script-rewriting",))
    family = world.clause("family", main_uses=("text-generation",))

    assert match_of(clause, uses=("script-rewriting",)) == [("binding", "direct")]
    assert match_of(clause, uses=("text-generation",)) == [("binding", "direct")]
    assert match_of(clause, uses=("script-generation",)) == []
    assert match_of(family, uses=("script-generation",)) == [("binding", "direct")]
    assert match_of(clause, uses=("writing",)) == []


def test_an_incidental_use_is_at_most_conditional_and_needs_somebody_who_does_it():
    clause = world.clause("aside", main_uses=("training-on-work",), incidental_uses=world.TEXT)

    assert match_of(clause) == [("conditional", "incidental")]
    assert match_of(clause, offered=True) == []


def test_an_enabled_use_is_at_most_conditional_and_only_by_named_capabilities():
    clause = world.performers_clause(
        "notice", main_uses=("synthetic-performer",), enabled_by=("text-to-video",)
    )
    event = {
        "uses": ("text-to-video",),
        "capabilities": ("text-to-video",),
        "roles": ("principal-performer",),
    }

    assert match_of(clause, **event) == [("conditional", "enabled")]
    assert match_of(clause, **{**event, "capabilities": ()}) == []


def test_a_capability_whose_own_use_gave_way_enables_nothing():
    clause = world.performers_clause(
        "notice", main_uses=("synthetic-performer",), enabled_by=("text-to-video",)
    )

    found = match_of(
        clause,
        uses=("previs-storyboard",),
        capabilities=("text-to-video",),
        roles=("principal-performer",),
    )

    assert found == []


def test_a_writer_counts_only_with_text_and_training():
    image = world.clause("image", main_uses=("text-to-video",))
    training = world.clause("training", main_uses=("training-on-work",))

    assert match_of(image, uses=("text-to-video",)) == []
    assert match_of(training, uses=("training-on-work",)) == [("binding", "direct")]


@pytest.mark.parametrize(
    ("role", "protected", "agreement", "met"),
    [
        ("vfx-artist", "crew", world.IATSE, True),
        ("vfx-artist", "animator", world.IATSE, False),
        ("crew", "vfx-artist", world.IATSE, False),
        ("performer", "background-actor", world.SAG_2023, True),
        ("principal-performer", "performer", world.SAG_2023, True),
        ("principal-performer", "background-actor", world.SAG_2023, False),
        ("background-actor", "performer", world.GERMAN, False),
    ],
)
def test_roles_go_up_where_the_union_stands_for_them_and_down_only_from_performer(
    role, protected, agreement, met
):
    clause = world.clause(
        "any", agreement=agreement, roles=(protected,), main_uses=("text-to-image",)
    )
    event = world.writing(uses=("text-to-image",), roles=(role,), places=("DE", "US"), deployers=())

    assert bool(world.standings(world.shelves(clause), event)) is met


def test_a_law_takes_every_child_of_a_protected_role():
    law = world.records.StatuteRecord(
        slug="law", name="Law", jurisdiction="US-CA", term=world.term(DAY(2025, 1, 1))
    )
    clause = world.clause("law", statute="law", roles=("performer",), main_uses=("voice-replica",))
    event = world.writing(uses=("voice-replica",), roles=("voice-performer",), places=("US-CA",))

    assert world.standings(world.shelves(clause, statutes=(law,)), event) == {"law": "binding"}


def test_no_role_told_meets_every_protected_role():
    assert match_of(world.clause("text"), roles=()) == [("binding", "direct")]


def test_a_role_may_have_its_own_uses_within_a_clause():
    clause = world.clause(
        "both",
        agreement=world.IATSE,
        roles=("animator", "crew"),
        main_uses=("text-to-image", "previs-storyboard"),
        role_uses={"animator": ("text-to-image",)},
    )

    assert match_of(clause, uses=("previs-storyboard",), roles=("animator",)) != []
    narrowed = world.clause(
        "one",
        agreement=world.IATSE,
        roles=("animator",),
        main_uses=("text-to-image", "previs-storyboard"),
        role_uses={"animator": ("text-to-image",)},
    )
    assert match_of(narrowed, uses=("previs-storyboard",), roles=("animator",)) == []
    assert match_of(narrowed, uses=("text-to-image",), roles=("animator",)) != []


def test_sectors_must_meet_unless_none_is_told_or_the_tool_is_general():
    clause = world.clause("screen")

    assert match_of(clause, sectors=("television",)) == [("binding", "direct")]
    assert match_of(clause, sectors=("commercials",)) == []
    assert match_of(clause, sectors=()) == [("binding", "direct")]
    assert match_of(clause, sectors=("cross-sector",)) == [("binding", "direct")]


def test_a_sector_that_hangs_on_a_fact_asks_for_it():
    advert = world.agreement(
        world.WGA_2023, sectors=("commercials", "social"), sector_needs={"social": "advert"}
    )
    shelf = world.shelves(world.clause("ad"), agreements=(advert,))

    unknown = world.only(shelf, world.writing(sectors=("social",)))
    free = world.only(shelf, world.writing(sectors=("social", "commercials")))

    assert (unknown.standing, unknown.missing_facts) == ("possible", ("advert",))
    assert free.standing == "binding"
    assert world.standings(shelf, world.writing(sectors=("social",), facts={"advert": False})) == {}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"places": ("US",)}, {"text": "binding"}),
        ({"places": ("US-CA",)}, {"text": "binding"}),
        ({"places": ("FR",)}, {}),
        ({"places": ("INT",)}, {"text": "binding"}),
        ({"places": ("FR", "INT")}, {}),
        ({"places": ("FR", "INT"), "open_to_public": True}, {"text": "conditional"}),
        ({"places": ()}, {"text": "binding"}),
        ({"places": (), "deployers": ("lionsgate",)}, {}),
        ({"places": (), "deployers": ()}, {"text": "conditional"}),
    ],
)
def test_an_agreement_needs_its_own_country_among_the_places(event, expected):
    assert world.standings(world.shelves(world.clause("text")), world.writing(**event)) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("US-CA",), {"law": "binding"}),
        (("US",), {"law": "conditional"}),
        (("INT",), {"law": "conditional"}),
        (("US-NY",), {}),
        ((), {}),
    ],
)
def test_a_law_needs_its_territory_or_a_wider_place(places, expected):
    law = world.records.StatuteRecord(
        slug="law", name="Law", jurisdiction="US-CA", term=world.term(DAY(2025, 1, 1))
    )
    clause = world.clause("law", statute="law")
    shelf = world.shelves(clause, statutes=(law,))

    assert world.standings(shelf, world.writing(places=places)) == expected


def test_a_member_state_lies_in_the_european_union():
    law = world.records.StatuteRecord(
        slug="law", name="Law", jurisdiction="EU", term=world.term(DAY(2025, 1, 1))
    )
    shelf = world.shelves(world.clause("law", statute="law"), statutes=(law,))

    assert world.standings(shelf, world.writing(places=("SE",))) == {"law": "binding"}
    assert world.standings(shelf, world.writing(places=("GB",))) == {}


def test_a_bill_has_no_standing():
    bill = world.records.StatuteRecord(
        slug="bill", name="Bill", jurisdiction="US", term=world.term(DAY(2025, 1, 1)), is_bill=True
    )
    shelf = world.shelves(world.clause("bill", statute="bill"), statutes=(bill,))

    assert world.standings(shelf, world.writing()) == {}

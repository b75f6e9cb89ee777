"""Who is bound, who may be, and whether the work is shown to be covered."""

import pytest

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY
from tracker.matching import records

SHELF = world.shelves(world.clause("text"))
SCAN = world.shelves(world.performers_clause("scan"))


@pytest.mark.parametrize(
    ("party", "standing", "how"),
    [
        ("disney", "binding", ["bound"]),
        ("lionsgate", "conditional", ["likely"]),
        ("hulu", "conditional", ["through-parent", "likely"]),
        ("amptp", "conditional", ["not-bound"]),
        ("openai", "conditional", ["not-bound"]),
    ],
)
def test_only_bound_binds(party, standing, how):
    entry = world.only(SCAN, world.scanning(deployers=(party,)))

    assert entry.standing == standing
    assert world.hows(entry, "party")[:1] == how[:1]


def test_a_row_limited_to_productions_binds_only_events_that_name_one():
    named = world.scanning(deployers=("lionsgate",), works=("The  Ballad",), is_animated=False)
    other = world.scanning(deployers=("lionsgate",), works=("Ballad of Others",))

    assert world.only(SCAN, named).standing == "binding"
    assert world.only(SCAN, other).standing == "conditional"


def test_a_row_without_an_agreement_never_binds_whatever_it_says():
    row = world.binding("openai", "", "bound")
    shelf = world.shelves(world.clause("text"), bindings=(row,))

    assert world.only(shelf, world.writing(deployers=("openai",))).standing == "conditional"


def test_a_binding_counts_within_its_own_period_only():
    row = world.binding(
        "openai", world.WGA_2023, term=world.term(DAY(2025, 1, 1), DAY(2025, 5, 31))
    )
    shelf = world.shelves(world.clause("text"), bindings=(row,))
    event = world.writing(deployers=("openai",))

    assert world.standings(shelf, event, DAY(2024, 12, 31)) == {"text": "conditional"}
    assert world.standings(shelf, event, DAY(2025, 5, 31)) == {"text": "binding"}
    assert world.standings(shelf, event, DAY(2025, 6, 1)) == {"text": "conditional"}


def test_whoever_only_holds_rights_never_binds():
    event = world.writing(deployers=("openai", "disney"), rights_holders=("disney",))

    assert world.only(SHELF, event).standing == "conditional"


def test_a_licence_of_works_for_training_counts_for_the_one_who_grants_it():
    training = world.clause("training", main_uses=("training-on-work",))
    text = world.clause("text")
    event = world.writing(
        kind="licensing-deal",
        phase="announced",
        uses=("training-on-work", "script-generation"),
        rights_holders=("disney",),
        licence_direction="to-vendor",
    )

    found = world.standings(world.shelves(training, text), event)

    assert found == {"text": "conditional", "training": "binding"}


def test_agreements_that_the_employer_is_taken_to_be_bound_by():
    event = world.writing(
        deployers=(), unmatched_deployers=("Acme",), bound_by=(world.WGA_2023,), is_situation=True
    )

    answer = world.answer(SHELF, event)

    assert [entry.standing for entry in answer.entries] == ["binding"]
    assert answer.unmatched == ("Acme",)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"offered": True}, ["offered"]),
        ({"places": ("US", "FR")}, ["abroad"]),
        ({"deployers": ("openai", "disney")}, ["first-named"]),
        ({"stages": ("distribution", "marketing")}, ["stage"]),
        ({"stages": ("distribution", "post-production")}, []),
        ({"places": ("US", "INT")}, []),
        ({"places": ("US", "FR"), "made_in": ("US",)}, []),
    ],
)
def test_covered_work_is_shown_unless(change, why):
    entry = world.only(SHELF, world.writing(**change))

    assert world.hows(entry, "work") == why
    assert entry.standing == ("conditional" if why else "binding")


def test_marketing_is_covered_where_the_agreement_counts_any_stage():
    any_stage = world.agreement(world.WGA_2023, any_stage=True)
    shelf = world.shelves(world.clause("text"), agreements=(any_stage,))

    assert world.only(shelf, world.writing(stages=("marketing",))).standing == "binding"


def test_a_situation_is_taken_as_covered_work():
    event = world.writing(
        is_situation=True,
        deployers=("openai", "disney"),
        places=("US", "FR"),
        stages=("marketing",),
    )

    assert world.only(SHELF, event).standing == "binding"


def test_an_agreement_with_a_single_company_counts_only_where_it_takes_part():
    clause = world.performers_clause(
        "german", agreement=world.GERMAN_NETFLIX, main_uses=("voice-replica",)
    )
    shelf = world.shelves(clause)
    voice = {"uses": ("voice-replica",), "roles": ("voice-performer",), "places": ("DE",)}

    assert world.standings(
        shelf, world.scanning(**voice, deployers=("netflix",)), DAY(2025, 7, 1)
    ) == {"german": "binding"}
    assert (
        world.standings(shelf, world.scanning(**voice, deployers=("disney",)), DAY(2025, 7, 1))
        == {}
    )


def test_of_alternative_agreements_only_the_one_that_binds():
    clauses = [
        world.clause(name, agreement=slug, roles=("crew",), main_uses=world.IMAGE)
        for name, slug in (("basic", world.IATSE), ("area", world.IATSE_AREA))
    ]
    event = {"uses": ("text-to-image",), "roles": ("crew",)}
    area = (*world.BINDINGS, world.binding("openai", world.IATSE_AREA))
    shelf = world.shelves(*clauses, bindings=area)

    assert world.standings(shelf, world.writing(**event)) == {"basic": "binding"}
    assert world.standings(shelf, world.writing(**event, deployers=("openai",))) == {
        "area": "binding"
    }
    assert world.standings(shelf, world.writing(**event, deployers=())) == {"basic": "conditional"}
    both = world.writing(**event, bound_by=(world.IATSE_AREA,))
    assert world.standings(shelf, both) == {"area": "binding", "basic": "binding"}


def test_a_regions_own_agreement_stands_in_for_the_countrys():
    area = world.agreement(world.IATSE_AREA, region="US-NM")
    clauses = [
        world.clause(name, agreement=slug, roles=("crew",), main_uses=world.IMAGE)
        for name, slug in (("basic", world.IATSE), ("area", world.IATSE_AREA))
    ]
    shelf = world.shelves(*clauses, agreements=(area,))
    event = world.writing(uses=("text-to-image",), roles=("crew",), deployers=(), places=("US-NM",))

    assert world.standings(shelf, event) == {"area": "conditional"}


def test_the_fact_that_a_game_signed_settles_which_agreement_binds():
    clauses = [
        world.clause("main", agreement=world.IATSE, roles=("crew",), main_uses=world.IMAGE),
        world.clause(
            "independent",
            agreement=world.IATSE_AREA,
            roles=("crew",),
            main_uses=world.IMAGE,
            required_facts=("independent-game-signatory",),
        ),
    ]
    shelf = world.shelves(*clauses)
    event = {"uses": ("text-to-image",), "roles": ("crew",), "deployers": ()}
    signed = world.writing(**event, facts={"independent-game-signatory": True})

    assert world.standings(shelf, signed) == {"independent": "binding"}
    assert world.standings(shelf, world.writing(**event)) == {"main": "conditional"}


def test_a_groups_name_is_not_shown_as_a_company_without_an_agreement():
    entry = world.only(SHELF, world.writing(deployers=("public",), offered=True))

    (reason,) = [found for found in entry.reasons if found.facet == "party"]
    assert (reason.how, reason.matched, reason.key) == ("not-bound", (), "party.nobody")


def test_parents_are_followed_upwards_without_end():
    parties = (
        records.PartyRecord(slug="unit", name="Unit", country="US", parent="studio"),
        records.PartyRecord(slug="studio", name="Studio", country="US", parent="disney"),
        *world.PARTIES,
    )
    shelf = world.shelves(world.clause("text"), parties=parties)

    entry = world.only(shelf, world.writing(deployers=("unit",)))

    assert (entry.standing, world.hows(entry, "party")) == ("conditional", ["through-parent"])

"""One entry for what belongs together."""

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY

KEPT = {"carried_into": (world.WGA_2026,)}
LATER = {"agreement": world.WGA_2026, "builds_on": ("kept",)}
IN_2026 = DAY(2026, 6, 1)


def listed(shelf, event=None, on=IN_2026):
    entries = world.answer(shelf, event or world.writing(), on).entries
    return {entry.clause: (entry.standing, entry.includes) for entry in entries}


def test_a_clause_that_adds_stands_under_the_carried_one():
    shelf = world.shelves(
        world.clause("kept", **KEPT), world.clause("adds", head="earlier", **LATER)
    )

    assert listed(shelf) == {"kept": ("binding", ("adds",))}


def test_a_clause_that_widens_or_restates_heads_the_entry():
    shelf = world.shelves(
        world.clause("kept", **KEPT), world.clause("widens", head="later", **LATER)
    )

    assert listed(shelf) == {"widens": ("binding", ("kept",))}


def test_a_clause_with_another_object_stays_separate():
    shelf = world.shelves(
        world.clause("kept", **KEPT), world.clause("other", head="separate", **LATER)
    )

    assert listed(shelf) == {"kept": ("binding", ()), "other": ("binding", ())}


def test_clauses_are_merged_only_while_both_count():
    shelf = world.shelves(
        world.clause("kept", **KEPT), world.clause("widens", head="later", **LATER)
    )

    before = listed(shelf, on=DAY(2026, 5, 1))

    assert before == {"kept": ("binding", ()), "widens": ("upcoming", ())}


def test_an_open_question_about_the_later_one_does_not_hide_the_carried_one():
    later = world.clause("widens", head="later", required_facts=("training-licence",), **LATER)
    shelf = world.shelves(world.clause("kept", **KEPT), later)

    assert listed(shelf) == {"kept": ("binding", ()), "widens": ("possible", ())}
    told = world.writing(facts={"training-licence": True})
    assert listed(shelf, told) == {"widens": ("binding", ("kept",))}
    denied = world.writing(facts={"training-licence": False})
    assert listed(shelf, denied) == {"kept": ("binding", ())}


def test_a_general_clause_stands_under_each_that_it_confirms_and_alone_if_none_counts():
    general = world.clause(
        "general", agreement=world.WGA_2026, head="earlier", umbrella_of=("one", "two", "asked")
    )
    one = world.clause("one", **KEPT)
    two = world.clause("two", **KEPT)

    both = listed(world.shelves(general, one, two))
    alone = listed(world.shelves(general))
    upcoming = listed(world.shelves(general, one), on=DAY(2026, 5, 1))

    assert both == {"one": ("binding", ("general",)), "two": ("binding", ("general",))}
    assert alone == {"general": ("binding", ())}
    assert upcoming == {"one": ("binding", ())}


def test_definitions_stand_with_the_best_of_what_they_scope():
    definition = world.clause("definition", scope_of=("asked", "sure"))
    asked = world.clause("asked", required_facts=("reuse",))
    sure = world.clause("sure")
    on = DAY(2025, 6, 1)

    assert listed(world.shelves(definition, asked, sure), on=on)["definition"] == ("binding", ())
    assert listed(world.shelves(definition, asked), on=on)["definition"] == ("possible", ())
    assert listed(world.shelves(definition), on=on) == {}


def test_a_definition_of_a_possible_clause_asks_the_same_question():
    shelf = world.shelves(
        world.clause("definition", scope_of=("asked",)),
        world.clause("asked", required_facts=("reuse",)),
    )

    entries = world.answer(shelf, world.writing()).entries

    assert {entry.clause: entry.missing_facts for entry in entries} == {
        "asked": ("reuse",),
        "definition": ("reuse",),
    }


def test_a_chain_ends_in_one_head():
    middle = world.clause(
        "middle", agreement=world.WGA_2026, builds_on=("kept",), head="later", carried_into=()
    )
    top = world.clause("top", agreement=world.WGA_2026, builds_on=("middle",), head="later")
    shelf = world.shelves(world.clause("kept", **KEPT), middle, top)

    assert listed(shelf) == {"top": ("binding", ("kept", "middle"))}


def test_a_circle_hides_nothing():
    one = world.clause("one", agreement=world.WGA_2026, builds_on=("two",), head="later")
    two = world.clause("two", agreement=world.WGA_2026, builds_on=("one",), head="later")

    assert set(listed(world.shelves(one, two))) == {"one", "two"}


def test_roles_that_nothing_reaches_are_named():
    event = world.writing(roles=("writer", "crew"))

    answer = world.answer(world.shelves(world.clause("text")), event)

    assert answer.gaps == ("crew",)

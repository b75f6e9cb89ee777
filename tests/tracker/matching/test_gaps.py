"""The map of gaps and exposure: what a cell says, and what counts."""

import pytest

from tests.tracker.matching import world
from tests.tracker.matching.gap_world import (
    ACTORS,
    ELEMENTS,
    HELD,
    WRITERS,
    cell,
    clause,
    cover,
    happening,
    live,
    picture,
    shelf,
)
from tests.tracker.matching.world import DAY
from tracker.matching import coverage, exposure, units


def test_the_agreements_of_a_line_are_one_family():
    families = units.Families(shelf().agreements)

    assert families.of(world.WGA_2026) == world.WGA_2023
    assert families.governing(world.WGA_2023, DAY(2026, 5, 1)).agreement.slug == world.WGA_2023
    assert families.governing(world.WGA_2023, DAY(2026, 5, 2)).agreement.slug == world.WGA_2026
    assert families.governing(world.WGA_2023, DAY(2023, 9, 24)).agreement is None


def test_a_unit_is_a_union_and_a_role_under_a_family():
    found = cover().units

    assert WRITERS in found
    assert ACTORS in found
    assert len(found) == len(set(found)) == 1 + 3 + 3 + 3 + 2 + 2 + 2


def test_an_agreement_of_no_union_that_represents_anybody_has_no_unit():
    nobody = world.agreement(world.WGA_2023, unions=("unheard-of",))
    shelves = world.shelves(clause("w-consent", "consent"), agreements=[nobody])

    found = coverage.Coverage(shelves=shelves, held=HELD, elements=ELEMENTS, on=world.SOME_DAY)

    assert "unheard-of" not in {unit.union for unit in found.units}


def test_covered_is_every_element_that_the_family_negotiated_anywhere():
    found = cell(
        clause("w-consent", "consent"),
        clause("w-pay", "pay"),
    )

    assert (found.state, found.whole, found.lacking) == ("covered", ("consent", "pay"), ())
    assert found.clauses == ("w-consent", "w-pay")


def test_partial_says_which_elements_stand_elsewhere_alone():
    found = cell(
        clause("w-consent", "consent"),
        clause("w-training", "pay", main_uses=("training-on-work",)),
    )

    assert (found.state, found.whole, found.lacking) == ("partial", ("consent",), ("pay",))


def test_silent_is_said_where_the_text_is_held_and_unknown_where_it_is_not():
    elsewhere = clause("w-training", "pay", main_uses=("training-on-work",))

    assert cell(elsewhere).state == "silent"
    assert cell(elsewhere, held=frozenset()).state == "unknown"
    assert cell(elsewhere, on=DAY(2023, 1, 1)).state == "unknown"


def test_a_term_carried_on_counts_and_one_that_ended_does_not_cover():
    carried = clause("w-consent", "consent", carried_into=(world.WGA_2026,))
    ended = clause("w-consent", "consent")

    assert cell(carried, on=DAY(2026, 11, 22)).state == "covered"
    after = cell(ended, on=DAY(2026, 11, 22))
    assert (after.state, after.ended) == ("silent", ("w-consent",))
    assert cell(ended, on=DAY(2026, 5, 1)).state == "covered"


def test_a_replaced_clause_does_not_count_beside_its_replacement():
    earlier = clause("w-consent", "consent", "pay")
    later = clause("w26-consent", "consent", agreement=world.WGA_2026, builds_on=("w-consent",))

    found = cell(earlier, later, on=DAY(2026, 11, 22))

    assert (found.state, found.clauses, found.ended) == ("covered", ("w26-consent",), ())


def test_a_reservation_keeps_the_question_open_and_is_told_to_staff_alone():
    kept_open = clause(
        "w-reserved", "remedy", main_uses=("training-on-work",), safeguard_types=("reservation",)
    )
    meetings = clause("w-meet", "information", main_uses=("training-on-work",), level="company")
    pay = clause("w-pay", "pay")

    staff = cell(kept_open, pay, use="training-on-work")
    member = cell(kept_open, pay, use="training-on-work", shows_reserved=False)
    beside = cell(kept_open, pay, meetings, use="training-on-work", shows_reserved=False)

    assert (staff.state, staff.reserving, staff.count) == ("reserved", ("w-reserved",), 0)
    assert (member.state, member.reserving, member.ended) == ("silent", (), ())
    assert beside.state == "partial"


@pytest.mark.parametrize(
    "values",
    [
        {"required_facts": ("during-strike",)},
        {"any_facts": ("posthumous", "minor")},
        {"level": "company"},
        {"main_uses": ("training-on-work",), "incidental_uses": ("script-rewriting",)},
    ],
    ids=["a strike", "one of two cases", "the company", "incidental"],
)
def test_what_reaches_some_cases_alone_is_partial(values):
    found = cell(clause("w-some", "consent", **values))

    assert (found.state, found.sometimes, found.partly) == ("partial", ("w-some",), ("consent",))


def test_a_fact_that_the_use_implies_holds_or_bars():
    hired = world.performers_clause(
        "s-hired",
        elements=("consent",),
        main_uses=("digital-replica",),
        required_facts=("hired-for-this-work",),
    )

    assert cell(hired, use="digital-replica-employment", unit=ACTORS).state == "covered"
    assert cell(hired, use="digital-replica-independent", unit=ACTORS).state == "silent"


def test_a_family_of_uses_is_covered_where_all_its_leaves_are():
    one = clause("w-one", "consent", main_uses=("script-generation",))
    both = clause("w-both", "consent", main_uses=world.TEXT)

    assert cell(one, use="text-generation").state == "partial"
    assert cell(both, use="text-generation").state == "covered"


def test_what_only_defines_secures_nothing():
    assert cell(clause("w-def", "consent", safeguard_types=("scope-definition",))).count == 0


def test_writers_have_no_cell_for_pictures():
    assert not cover().is_own(use="text-to-video", unit=WRITERS)
    assert cover().is_own(use="text-to-video", unit=ACTORS)


def test_a_product_is_live_by_its_latest_event():
    announced = happening("t-0", day=DAY(2025, 1, 1), phase="announced")
    out = happening("t-1", day=DAY(2025, 2, 1))
    sued = happening("t-2", day=DAY(2025, 3, 1), phase="disputed", kind="lawsuit")
    gone = happening("t-3", day=DAY(2025, 4, 1), phase="withdrawn", kind="product-withdrawal")

    assert live(announced) == []
    assert live(announced, out) == ["tool"]
    assert live(announced, out, sued) == ["tool"]
    assert live(sued) == []
    assert live(announced, out, sued, gone) == []
    assert live(announced, out, sued, gone, on=DAY(2025, 3, 31)) == ["tool"]
    assert live(out, happening("t-9", day=out.day, phase="suspended")) == []


def test_a_licence_announced_to_an_employer_is_licensed():
    deal = happening(phase="announced", kind="licensing-deal", employers=("disney",))

    assert live(deal) == ["tool"]
    assert live(happening(phase="announced", kind="licensing-deal")) == []


def test_exposure_counts_elements_that_nothing_reaches_for_whom_a_live_product_concerns():
    seen = picture(happening(), clauses=[clause("w-consent", "consent")])

    animation, line = seen.lines
    assert animation.unit == units.Unit(
        union="animation-guild-839", family=world.TAG, role="writer"
    )
    assert (line.product, line.unit, line.uses) == ("tool", WRITERS, ("script-rewriting",))
    assert line.unreached == ("notice", "information", "pay", "credit")
    assert seen.total() == exposure.Total(gaps=4, unknown=5)
    assert seen.total(lambda one: one.unit.union == "wga-west") == exposure.Total(gaps=4)
    assert seen.behind[WRITERS, "text-generation"] == ("tool",)
    assert seen.doing("text-generation") == ("tool",)


def test_what_we_do_not_know_is_counted_apart():
    assert picture(happening(), held=frozenset()).total() == exposure.Total(unknown=10)
    assert picture(happening(), held={world.TAG}).total() == exposure.Total(gaps=5, unknown=5)


@pytest.mark.parametrize(
    "values",
    [
        {"places": ("FR",)},
        {"sectors": ("video-games",)},
        {"roles": ("director",), "sectors": ("video-games",)},
        {"roles": ()},
        {"uses": ("text-to-video",)},
        {"uses": ("likeness-protection",)},
    ],
    ids=["abroad", "other sector", "other role", "nobody named", "not theirs", "protection"],
)
def test_a_product_that_does_not_concern_a_unit_exposes_it_to_nothing(values):
    assert picture(happening(**values)).lines == ()

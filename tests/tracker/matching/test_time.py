"""Standing in time: boundary days, carried, replaced, upcoming, lapsed, retroactive terms."""

import pytest

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY

CARRIED = world.clause("kept", carried_into=(world.WGA_2026,))
ENDED = world.clause("not-kept")
NEW = world.clause("new", agreement=world.WGA_2026)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (DAY(2023, 9, 24), {}),
        (DAY(2023, 9, 25), {"kept": "binding", "not-kept": "binding"}),
        (DAY(2026, 4, 23), {"kept": "binding", "not-kept": "binding"}),
        (DAY(2026, 4, 24), {"kept": "binding", "not-kept": "binding", "new": "upcoming"}),
        (DAY(2026, 5, 1), {"kept": "binding", "not-kept": "binding", "new": "upcoming"}),
        (DAY(2026, 5, 2), {"kept": "binding", "not-kept": "lapsed", "new": "binding"}),
        (DAY(2027, 5, 1), {"kept": "binding", "not-kept": "lapsed", "new": "binding"}),
        (DAY(2027, 5, 2), {"kept": "binding", "new": "binding"}),
        (DAY(2030, 5, 1), {"kept": "binding", "new": "binding"}),
        (DAY(2030, 5, 2), {"kept": "lapsed", "new": "lapsed"}),
    ],
)
def test_the_writers_boundary_days(on, expected):
    shelf = world.shelves(CARRIED, ENDED, NEW)

    assert world.standings(shelf, world.writing(), on) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (DAY(2026, 6, 3), {"old": "binding"}),
        (DAY(2026, 6, 4), {"old": "binding", "new": "upcoming"}),
        (DAY(2026, 6, 30), {"old": "binding", "new": "upcoming"}),
        (DAY(2026, 7, 1), {"new": "binding"}),
    ],
)
def test_a_replaced_clause_gives_way_on_the_first_day_of_its_replacement(on, expected):
    old = world.performers_clause("old")
    new = world.performers_clause("new", agreement=world.SAG_2026, builds_on=("old",))
    shelf = world.shelves(old, new)

    assert world.standings(shelf, world.scanning(), on) == expected


def test_an_upcoming_clause_must_start_within_twelve_months():
    late = world.performers_clause(
        "dubbing",
        agreement=world.SAG_2026,
        main_uses=("ai-dubbing",),
        term=world.term(DAY(2027, 7, 1), DAY(2030, 6, 30)),
    )
    shelf = world.shelves(late)
    event = world.scanning(uses=("ai-dubbing",))

    assert world.standings(shelf, event, DAY(2026, 6, 30)) == {}
    assert world.standings(shelf, event, DAY(2026, 7, 1)) == {"dubbing": "upcoming"}
    assert world.standings(shelf, event, DAY(2027, 6, 30)) == {"dubbing": "upcoming"}
    assert world.standings(shelf, event, DAY(2027, 7, 1)) == {"dubbing": "binding"}


def test_what_nobody_concluded_is_never_upcoming():
    law = world.clause("german", agreement=world.GERMAN, roles=("principal-performer",))
    event = world.writing(
        roles=("principal-performer",), uses=("script-rewriting",), places=("DE",)
    )

    assert world.standings(world.shelves(law), event, DAY(2025, 2, 28)) == {}
    assert world.standings(world.shelves(law), event, DAY(2025, 3, 1)) == {"german": "conditional"}


def test_a_retroactive_term_counts_from_its_first_day_and_says_so():
    clause = world.clause(
        "board",
        agreement=world.TAG,
        roles=("animator",),
        main_uses=world.IMAGE,
        required_facts=("animated-work",),
    )
    event = world.writing(
        uses=("text-to-image",), roles=("animator",), facts={"animated-work": True}
    )
    shelf = world.shelves(clause, bindings=(world.binding("disney", world.TAG),))

    early = world.only(shelf, event, DAY(2024, 8, 1))
    later = world.only(shelf, event, DAY(2024, 12, 23))

    assert (early.standing, world.hows(early, "term")) == ("binding", ["in-force", "retroactive"])
    assert (later.standing, world.hows(later, "term")) == ("binding", ["in-force"])


def test_a_carried_clause_needs_the_later_agreements_row():
    bindings = (world.binding("disney", world.WGA_2023),)
    shelf = world.shelves(CARRIED, bindings=bindings)

    assert world.standings(shelf, world.writing(), DAY(2026, 5, 1)) == {"kept": "binding"}
    assert world.standings(shelf, world.writing(), DAY(2026, 5, 2)) == {"kept": "conditional"}
    assert world.hows(world.only(shelf, world.writing(), DAY(2026, 5, 2)), "term") == ["carried"]


def test_a_clause_without_a_start_is_never_in_force():
    shelf = world.shelves(world.clause("undated", term=None))

    assert world.standings(shelf, world.writing()) == {}


def test_lapsed_stays_while_the_product_is_older_than_the_end():
    shelf = world.shelves(ENDED)
    old = world.writing(product_first_day=DAY(2026, 5, 1))
    young = world.writing(product_first_day=DAY(2026, 5, 2))

    assert world.standings(shelf, old, DAY(2029, 1, 1)) == {"not-kept": "lapsed"}
    assert world.standings(shelf, young, DAY(2029, 1, 1)) == {}


def test_an_unknown_fact_never_lapses_and_definitions_never_lapse():
    asked = world.clause("asked", required_facts=("reuse",))
    definition = world.clause("definition", scope_of=("not-kept",))
    limit = world.clause("limit", safeguard_types=("scope-definition",))
    shelf = world.shelves(asked, ENDED, definition, limit)

    assert world.standings(shelf, world.writing(), DAY(2026, 6, 1)) == {"not-kept": "lapsed"}


def test_an_extension_kept_by_staff_goes_on_to_its_last_day():
    extended = world.agreement(world.GERMAN, extended_to=DAY(2026, 12, 31))
    clause = world.clause("german", agreement=world.GERMAN, roles=("principal-performer",))
    shelf = world.shelves(clause, agreements=(extended,))
    event = world.writing(roles=("principal-performer",), places=("DE",))

    assert world.standings(shelf, event, DAY(2026, 12, 31)) == {"german": "conditional"}
    assert world.standings(shelf, event, DAY(2027, 1, 1)) == {"german": "lapsed"}


def test_before_the_event_there_is_nothing_and_the_answer_says_so():
    event = world.writing(first_day=DAY(2025, 6, 1))

    before = world.answer(world.shelves(CARRIED), event, DAY(2025, 5, 31))
    on_the_day = world.answer(world.shelves(CARRIED), event, DAY(2025, 6, 1))

    assert (before.entries, before.silence, before.has_happened) == ((), "not-yet", False)
    assert [entry.clause for entry in on_the_day.entries] == ["kept"]

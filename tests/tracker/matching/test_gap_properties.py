"""What must hold for every map of gaps, whatever the clauses, the products and the day."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching import world
from tests.tracker.matching.gap_world import (
    ALL_USES,
    ELEMENTS,
    HELD,
    all_cells,
    cover,
    happening,
    naive_cell,
    naive_uses,
    picture,
)
from tests.tracker.matching.world import DAY
from tracker.matching import lives

TYPES = (("consent",), ("reservation",), ("scope-definition",))


def some(values, size=3, least=0):
    return st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=size).map(tuple)


def clauses_named(slugs):
    return st.builds(
        world.clause,
        slugs,
        agreement=st.sampled_from([world.WGA_2023, world.WGA_2026, world.SAG_2023, world.IATSE]),
        elements=some(ELEMENTS),
        roles=some(("writer", "performer", "principal-performer", "crew", "animator"), least=1),
        main_uses=some(ALL_USES),
        incidental_uses=some(ALL_USES, size=1),
        required_facts=some(("during-strike", "hired-for-this-work"), size=1),
        excluding_facts=some(("hired-for-this-work",), size=1),
        any_facts=some(("posthumous", "live-output"), size=2),
        carried_into=some((world.WGA_2026, world.SAG_2026), size=1),
        safeguard_types=st.sampled_from(TYPES),
        level=st.sampled_from(["work", "work", "company", "standing"]),
    )


CLAUSE_SETS = st.lists(
    clauses_named(st.sampled_from([f"c{number}" for number in range(12)])),
    unique_by=lambda clause: clause.slug,
    max_size=8,
)
HAPPENINGS = st.builds(
    happening,
    st.sampled_from([f"e{number}" for number in range(30)]),
    product=st.sampled_from(["tool", "toy", "engine"]),
    day=st.dates(DAY(2023, 1, 1), DAY(2027, 12, 31)),
    kind=st.sampled_from(["product-release", "production-use", "licensing-deal", "lawsuit"]),
    phase=st.sampled_from([*lives.PHASES, "disputed"]),
    uses=some((*ALL_USES, "text-to-video", "likeness-protection")),
    roles=some(("writer", "performer", "voice-performer", "crew", "animator")),
    sectors=some(("theatrical", "video-games", "cross-sector"), size=2),
    places=some(("US", "US-CA", "FR", "INT"), size=2),
    employers=some(("disney", "netflix"), size=1),
)
HAPPENING_SETS = st.lists(HAPPENINGS, unique_by=lambda one: one.event.slug, max_size=8)
DAYS = st.one_of(
    st.dates(DAY(2023, 1, 1), DAY(2031, 12, 31)),
    st.sampled_from([DAY(2026, 5, 1), DAY(2026, 5, 2), DAY(2026, 6, 30), DAY(2026, 7, 1)]),
)


@given(CLAUSE_SETS, HAPPENING_SETS, HAPPENINGS, DAYS)
def test_adding_a_live_product_never_lowers_exposure(clauses, happenings, more, on):
    newcomer = dataclasses.replace(more, product="newcomer")

    before = picture(*happenings, clauses=clauses, on=on)
    after = picture(*happenings, newcomer, clauses=clauses, on=on)

    assert after.total().gaps >= before.total().gaps
    assert after.total().unknown >= before.total().unknown
    assert set(before.lines) <= set(after.lines)


@given(CLAUSE_SETS, clauses_named(st.just("covering")), HAPPENING_SETS, DAYS)
def test_adding_a_covering_clause_never_raises_exposure(clauses, covering, happenings, on):
    before = picture(*happenings, clauses=clauses, on=on)
    after = picture(*happenings, clauses=[*clauses, covering], on=on)

    assert after.total().gaps <= before.total().gaps
    assert after.total().unknown <= before.total().unknown
    kept = {(line.product, line.unit): set(line.unreached) for line in before.lines}
    for line in after.lines:
        assert set(line.unreached) <= kept[line.product, line.unit]


@given(CLAUSE_SETS, HAPPENING_SETS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_put_in_does_not_matter(clauses, happenings, on, mixed):
    other_clauses, other_happenings = list(clauses), list(happenings)
    mixed.shuffle(other_clauses)
    mixed.shuffle(other_happenings)

    first = picture(*happenings, clauses=clauses, on=on)
    second = picture(*other_happenings, clauses=other_clauses, on=on)

    assert first.lines == second.lines
    assert first.behind == second.behind
    assert all_cells(first.cover) == all_cells(second.cover)


@given(CLAUSE_SETS, DAYS, st.booleans(), st.sets(st.sampled_from(sorted(HELD))))
def test_every_cell_equals_what_a_loop_over_all_objects_finds(clauses, on, shows, held):
    found = cover(*clauses, on=on, held=held)

    for unit in found.units:
        for use in sorted(found.library.words.uses):
            expected = naive_cell(found.library, held, use, unit, on, shows_reserved=shows)
            assert found.cell(use=use, unit=unit, shows_reserved=shows) == expected


@given(CLAUSE_SETS, HAPPENING_SETS, DAYS)
def test_exposure_equals_what_a_loop_over_all_triples_finds(clauses, happenings, on):
    seen = picture(*happenings, clauses=clauses, on=on)

    gaps = set()
    for unit in seen.cover.units:
        for one in lives.live_on(happenings, on):
            uses = naive_uses(one, unit, seen.cover.library)
            for element in ELEMENTS if uses else ():
                cells = [seen.cover.cell(use=use, unit=unit) for use in uses]
                if not any(element in (*one.whole, *one.partly) for one in cells):
                    gaps.add((one.product, unit, element))

    assert gaps == {
        (line.product, line.unit, element) for line in seen.lines for element in line.unreached
    }

"""The map of gaps and exposure: what a cell says, what counts, and what must hold for all."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY
from tracker.matching import coverage, exposure, facts, lineage, lives, records, units

ELEMENTS = ("consent", "notice", "information", "pay", "credit")
WRITERS = units.Unit(union="wga-west", family=world.WGA_2023, role="writer")
ACTORS = units.Unit(union="sag-aftra", family=world.SAG_2023, role="principal-performer")
VOICES = dataclasses.replace(ACTORS, role="voice-performer")
HELD = frozenset({world.WGA_2023, world.WGA_2026, world.SAG_2023, world.SAG_2026, world.IATSE})
RELEASED = DAY(2025, 1, 10)
LINES = {world.WGA_2026: world.WGA_2023, world.SAG_2026: world.SAG_2023}


def shelf(*clauses):
    later = [world.agreement(slug, preceded_by=earlier) for slug, earlier in sorted(LINES.items())]
    return world.shelves(*clauses, agreements=later)


def cover(*clauses, on=world.SOME_DAY, held=HELD):
    return coverage.Coverage(shelves=shelf(*clauses), held=held, elements=ELEMENTS, on=on)


def cell(*clauses, use="script-rewriting", unit=WRITERS, shows_reserved=True, **values):
    return cover(*clauses, **values).cell(use=use, unit=unit, shows_reserved=shows_reserved)


def clause(slug, *elements, **values):
    return world.clause(slug, elements=elements, **values)


def happening(slug="tool-1", *, product="tool", day=RELEASED, **values):
    values.setdefault("kind", "product-release")
    values.setdefault("phase", "general-availability")
    values.setdefault("uses", ("script-rewriting",))
    values.setdefault("roles", ("writer",))
    values.setdefault("places", ("US",))
    return lives.Happening(
        product=product, vendor="maker", day=day, event=records.EventRecord(slug=slug, **values)
    )


def live(*happenings, on=world.SOME_DAY):
    return [one.product for one in lives.live_on(happenings, on)]


def picture(*happenings, clauses=(), on=world.SOME_DAY, held=HELD):
    return exposure.Picture(cover=cover(*clauses, on=on, held=held), happenings=happenings, on=on)


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


# What must hold for all.

ALL_USES = (*world.TEXT, "text-generation", "training-on-work", "digital-replica", "voice-replica")
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


def all_cells(found):
    uses = sorted(found.library.words.uses)
    return [found.cell(use=use, unit=unit) for use in uses for unit in found.units]


def naive_uses(product, unit, library):
    """By the words of the definition: role, sector and place of one and the same event."""
    found = set()
    country = library.agreements[unit.family].country
    for event in product.events:
        if library.agreements[unit.family].single_employer and "netflix" not in event.employers:
            continue
        roles = {role for role in event.roles if role == unit.role}
        if "performer" in event.roles and library.words.role_parents[unit.role] == "performer":
            roles.add("performer")
        for role in event.roles:
            if library.words.role_parents[role] == unit.role:
                roles.add(role)
        near = [place for place in event.places if place.startswith(country)]
        only_anywhere = set(event.places) == {"INT"}
        sectors = not event.sectors or {*world.SCREEN, "cross-sector"} & set(event.sectors)
        if roles and sectors and (near or only_anywhere or not event.places):
            own = library.words.own_uses(unit.role) or library.words.uses
            found |= {use for use in event.uses if use in own and use != "likeness-protection"}
    return found


@dataclasses.dataclass
class Gathered:
    """What a loop finds for one cell."""

    whole: set = dataclasses.field(default_factory=set)
    partly: set = dataclasses.field(default_factory=set)
    negotiated: set = dataclasses.field(default_factory=set)
    main: list = dataclasses.field(default_factory=list)
    sometimes: list = dataclasses.field(default_factory=list)
    reserving: list = dataclasses.field(default_factory=list)
    ended: list = dataclasses.field(default_factory=list)


def naive_cell(library, held, use, unit, on, *, shows_reserved):
    """A cell by going through every clause, agreement and leaf, without any index."""
    found = gathered(library, use, unit, on)
    governing = units.Families(library.agreements).governing(unit.family, on).agreement
    known = governing is not None and governing.slug in held
    if found.whole and found.negotiated <= found.whole:
        state = "covered"
    elif found.reserving and shows_reserved:
        state = "reserved"
    elif found.partly:
        state = "partial"
    else:
        state = "silent" if known or found.reserving else "unknown"
    return coverage.Cell(
        use=use,
        unit=unit,
        state=coverage.State(state),
        clauses=tuple(found.main),
        sometimes=tuple(found.sometimes),
        reserving=tuple(found.reserving) if shows_reserved else (),
        ended=tuple(found.ended),
        whole=in_order(found.whole),
        partly=in_order(found.partly - found.whole),
        lacking=in_order(found.negotiated - found.partly),
    )


def gathered(library, use, unit, on):
    found = Gathered()
    words = library.words
    leaves = [one for one in words.uses if words.use_line(one)[1:2] == (use,)]
    at_leaf = {leaf: set() for leaf in leaves if use in words.reach(leaf)}
    for shelved in library.shelf:
        secures = set(shelved.clause.elements) & set(ELEMENTS)
        is_open = shelved.clause.safeguard_types == ("reservation",)
        counts = naive_counts(library, shelved, unit, on)
        if counts is None:
            continue
        how = naive_reach(library, shelved, use, unit)
        if not counts:
            found.ended += [shelved.clause.slug] if how is not None else []
        elif is_open:
            found.reserving += [shelved.clause.slug] if how is not None else []
        else:
            found.negotiated |= secures
            for leaf, reached in at_leaf.items():
                reached |= secures if naive_reach(library, shelved, leaf, unit) else set()
            enter(found, shelved.clause.slug, secures, how)
    if at_leaf:
        found.whole |= set.intersection(*at_leaf.values()) & found.partly
    return found


def enter(found, slug, secures, how):
    if how is None or not secures:
        return
    found.partly |= secures
    if how:
        found.whole |= secures
    (found.main if how else found.sometimes).append(slug)


def naive_counts(library, shelved, unit, on):
    """Whether a clause of the unit's line counts on the day; None where it has no say."""
    if shelved.clause.statute or shelved.clause.safeguard_types == ("scope-definition",):
        return None
    timing = lineage.timing(shelved.spans, on)
    if timing.state in (lineage.NEVER, lineage.NOT_BEGUN):
        return None
    families = units.Families(library.agreements)
    return timing.counts if families.of(timing.span.governing) == unit.family else None


def in_order(names):
    return tuple(element for element in ELEMENTS if element in names)


def naive_reach(library, shelved, use, unit):
    """True for every case of the use, False for some, None for none."""
    one, words = shelved.clause, library.words
    protects = unit.role in one.roles or (
        words.role_parents[unit.role] in one.roles
        and words.is_represented(role=unit.role, unions=shelved.agreement.unions)
    )
    own = words.own_uses(unit.role)
    if not protects or (own is not None and use not in own):
        return None
    implied = dict(facts.BY_USE.get(use, ()))
    if any(implied.get(fact) for fact in one.excluding_facts):
        return None
    if any(implied.get(fact) is False for fact in one.required_facts):
        return None
    if one.any_facts and all(implied.get(fact) is False for fact in one.any_facts):
        return None
    is_special = any(f in facts.SPECIAL and f not in implied for f in one.required_facts)
    if one.any_facts and not any(implied.get(fact) for fact in one.any_facts):
        is_special = is_special or any(fact in facts.SPECIAL for fact in one.any_facts)
    hows = []
    for named, is_main in [(n, True) for n in one.main_uses] + [
        (n, False) for n in one.incidental_uses
    ]:
        if use in words.reach(named):
            covers_all = use == named or words.use_line(use)[1:2] == (named,)
            hows.append(is_main and covers_all and not is_special and one.level == "work")
    return any(hows) if hows else None

"""A small world for the map of gaps, and each of its answers by a loop over all objects."""

import dataclasses

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY
from tracker.matching import coverage, exposure, facts, lineage, lives, records, units

ALL_USES = (*world.TEXT, "text-generation", "training-on-work", "digital-replica", "voice-replica")
ELEMENTS = ("consent", "notice", "information", "pay", "credit")
WRITERS = units.Unit(union="wga-west", family=world.WGA_2023, role="writer")
ACTORS = units.Unit(union="sag-aftra", family=world.SAG_2023, role="principal-performer")
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

"""The map of gaps for 500 products × 5,000 clauses beside a loop over all of them."""

import dataclasses
import datetime
import random

from tests.bench import timing
from tests.tracker.matching import gap_world, world
from tracker.matching import coverage, exposure, lives, records
from tracker.matching import library as shelves

CLAUSES, PRODUCTS, LINES = 5_000, 500, 10
KINDS = (
    *(world.WGA_2023, world.WGA_2026, world.SAG_2023, world.SAG_2026),
    *(world.IATSE, world.IATSE_AREA, world.TAG),
)
COLD_SECONDS, WARM_SECONDS = 1.0, 0.05
DAY = datetime.date(2026, 6, 15)
SAMPLED = 8
"""Cells that the loop is timed on; it takes too long for all of them."""


def agreements():
    """Ten lines of each kind of agreement of the small world: 140 bargaining units."""
    for number in range(LINES):
        for slug in KINDS:
            earlier = gap_world.LINES.get(slug)
            yield dataclasses.replace(
                world.agreement(slug),
                slug=f"{slug}-{number}",
                preceded_by=f"{earlier}-{number}" if earlier else "",
                instead_of="",
                succeeded_by="",
            )


def clauses():
    """Clauses of every agreement, some carried on."""
    chosen = random.Random(4)  # noqa: S311 - the same clauses in every run
    roles = ("writer", "performer", "principal-performer", "crew", "vfx-artist", "animator")
    for number in range(CLAUSES):
        kind, line = chosen.choice(KINDS), chosen.randrange(LINES)
        carriers = [slug for slug, earlier in gap_world.LINES.items() if earlier == kind]
        made = world.clause(
            f"clause-{number:04}",
            agreement=kind,
            roles=tuple(chosen.sample(roles, chosen.randint(1, 2))),
            main_uses=tuple(chosen.sample(gap_world.ALL_USES + world.IMAGE, chosen.randint(1, 2))),
            elements=tuple(chosen.sample(gap_world.ELEMENTS, chosen.randint(1, 2))),
            required_facts=("during-strike",) if chosen.random() < 0.2 else (),
            safeguard_types=("reservation",) if chosen.random() < 0.02 else ("consent",),
        )
        carried = [f"{slug}-{line}" for slug in carriers if chosen.random() < 0.3]
        yield dataclasses.replace(made, agreement=f"{kind}-{line}", carried_into=tuple(carried))


def happenings():
    """Four events in the life of each product."""
    chosen = random.Random(5)  # noqa: S311 - the same products in every run
    roles = ("writer", "performer", "voice-performer", "crew", "animator")
    for number in range(PRODUCTS * 4):
        yield lives.Happening(
            product=f"product-{number % PRODUCTS:03}",
            vendor=f"vendor-{number % 60:02}",
            day=datetime.date(2023, 1, 1) + datetime.timedelta(days=chosen.randint(0, 1200)),
            event=records.EventRecord(
                slug=f"event-{number:04}",
                kind="product-release",
                phase=chosen.choice(("preview", "general-availability", "in-use", "updated")),
                uses=tuple(chosen.sample(gap_world.ALL_USES + world.IMAGE, chosen.randint(1, 4))),
                roles=tuple(chosen.sample(roles, chosen.randint(1, 3))),
                places=(chosen.choice(("US", "US-CA", "INT")),),
            ),
        )


def whole(cover, shown):
    """The matrix: every cell with its weight, and the exposure of the whole field."""
    uses = sorted(cover.library.words.uses - cover.library.words.groups)
    cells = {
        (unit, use): (cover.cell(use=use, unit=unit), len(shown.behind.get((unit, use), ())))
        for unit in cover.units
        for use in uses
    }
    return cells, shown.total()


def bench_gaps():
    library = shelves.Library(
        words=world.words(),
        agreements=agreements(),
        statutes=(),
        clauses=clauses(),
        parties=world.PARTIES,
        bindings=(),
    )
    events = list(happenings())
    held = frozenset(library.agreements)

    def drawn():
        cover = coverage.Coverage(shelves=library, held=held, elements=gap_world.ELEMENTS, on=DAY)
        return cover, exposure.Picture(cover=cover, happenings=events, on=DAY)

    cover, shown = drawn()
    cells, total = whole(cover, shown)
    assert len(library.shelf) == CLAUSES
    assert len(shown.live) == PRODUCTS
    assert total.gaps > 0
    sample = random.Random(6).sample(sorted(cells), SAMPLED)  # noqa: S311

    def loop():
        for unit, use in sample:
            found = gap_world.naive_cell(library, held, use, unit, DAY, shows_reserved=True)
            products = {
                one.product
                for one in lives.live_on(events, DAY)
                if {use, *cover.leaves.get(use, ())} & naive_uses(one, unit)
            }
            assert (found, len(products)) == cells[unit, use]

    def naive_uses(one, unit):
        return gap_world.naive_uses(one, unit, library)

    cold = timing.compare(ours=lambda: whole(*drawn()), floor=loop, runs=3)
    warm = timing.compare(ours=lambda: whole(cover, shown), floor=loop, runs=3)
    share = len(cells) / SAMPLED
    print()
    for name, found in (("cold", cold), ("warm", warm)):
        print(
            f"gaps {name}: {len(cells)} cells of {PRODUCTS} products × {CLAUSES} clauses in "
            f"{found.ours * 1000:.1f} ms; a loop over objects {found.floor * 1000:.0f} ms for "
            f"{SAMPLED} cells, {found.floor * share / found.ours:.0f} × as long for all"
        )
    assert cold.ours <= COLD_SECONDS
    assert warm.ours <= WARM_SECONDS

"""The map as CSV: one line for each use and bargaining unit, nothing folded or put together."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from clauses import spreadsheets
from tracker import gaps
from tracker.web.gap_map import choice as choices
from tracker.web.gap_map import table as tables


def write(*, seen: gaps.Map, choice: choices.Choice, names: tables.Names, said: str) -> bytes:
    """Return the file, UTF-8; a spreadsheet opens every cell of it as text. `said` ends it."""
    return spreadsheets.as_csv(_lines(seen, choice, names, said))


def _lines(
    seen: gaps.Map, choice: choices.Choice, names: tables.Names, said: str
) -> Iterator[list[str]]:
    true_on = seen.on.isoformat()
    yield [
        _("True for"),
        _("Union"),
        _("Agreement"),
        _("On this day"),
        _("Role"),
        _("Use"),
        _("State"),
        _("Clauses in force"),
        _("Elements that reach it"),
        _("Elements that reach some cases"),
        _("Elements missing here"),
        _("Live products"),
        _("Products"),
        _("Clauses"),
        _("Address"),
    ]
    live = {one.product: one for one in seen.picture.live}
    concerned = {line.unit for line in seen.lines(vendor=choice.vendor)}
    for unit in seen.shown_units:
        if not choice.keeps(unit) or not (choice.every or unit in concerned):
            continue
        agreement = tables.shown_agreement(seen=seen, family=unit.family)
        for term in tables.uses_of(words=names.words):
            if not seen.cover.is_own(use=term.slug, unit=unit):
                continue
            cell = seen.cell(use=term.slug, unit=unit)
            products = [
                product
                for product in seen.behind(use=term.slug, unit=unit)
                if choice.vendor in ("", live[product].vendor)
            ]
            yield [
                true_on,
                names.union(unit.union),
                names.agreement(agreement),
                tables.family_state(seen=seen, family=unit.family),
                names.role(unit.role),
                term.label,
                tables.state_in_words(cell.state),
                str(cell.count),
                names.elements(cell.whole),
                names.elements(cell.partly),
                names.elements(cell.lacking),
                str(len(products)),
                ", ".join(products),
                ", ".join((*cell.clauses, *cell.sometimes, *cell.reserving)),
                f"{settings.PUBLIC_URL}{tables.address_of(cell=cell, on=seen.on)}",
            ]
    yield []
    yield [said]

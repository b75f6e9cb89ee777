"""One cell of the map opened: its clauses, what is missing, and the live products behind it."""

import dataclasses
from typing import Any

from django.utils.translation import gettext as _

from clauses import vocabulary
from clauses.models import clause as clauses
from tracker import gaps
from tracker.matching import coverage, lives, units
from tracker.models import deployment as deployments
from tracker.web import clause_rows, deployment_rows, wording
from tracker.web.gap_map import table as tables

MOST_DEPLOYMENTS = 100


@dataclasses.dataclass(frozen=True, kw_only=True)
class Group:
    """Clauses that stand in the cell for one reason."""

    key: str
    heading: str
    note: str
    rows: tuple[clause_rows.ClauseRow, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Opened:
    """A cell with all that it is made of."""

    cell: coverage.Cell
    use: str
    role: str
    union: str
    agreement: str
    agreement_slug: str
    family_state: str
    state: str
    sentence: str
    note: str
    whole: str
    partly: str
    lacking: str
    groups: tuple[Group, ...]
    same: str
    products: int
    deployments: tuple[deployment_rows.DeploymentRow, ...]


def opened(
    *, seen: gaps.Map, use: str, unit: units.Unit, names: tables.Names, viewer: Any
) -> Opened:
    """Read a cell's clauses and deployments; a constant number of queries."""
    cell = seen.cell(use=use, unit=unit)
    products = seen.behind(use=use, unit=unit)
    agreement = tables.shown_agreement(seen=seen, family=unit.family)
    return Opened(
        cell=cell,
        use=names.use(use),
        role=names.role(unit.role),
        union=names.union(unit.union),
        agreement=names.agreement(agreement),
        agreement_slug=agreement,
        family_state=tables.family_state(seen=seen, family=unit.family),
        state=tables.state_in_words(cell.state),
        sentence=_sentence(seen, cell),
        note=_ended_note(seen, cell) if not seen.cover.governing[unit.family].is_running else "",
        whole=names.elements(cell.whole),
        partly=names.elements(cell.partly),
        lacking=names.elements(cell.lacking),
        groups=tuple(_groups(seen=seen, cell=cell, names=names, viewer=viewer)),
        same=", ".join(names.role(role) for role in _same(seen, cell)),
        products=len(products),
        deployments=tuple(
            deployment_rows.rows(
                queryset=deployments.Deployment.objects.visible_to(viewer)
                .filter(slug__in=_showing(seen, use=use, products=products))
                .order_by("-event_date", "slug")[:MOST_DEPLOYMENTS],
                words=names.words,
            )
        ),
    )


def _same(seen: gaps.Map, cell: coverage.Cell) -> list[str]:
    """Other roles under the same union and agreement whose cell reads alike."""
    own = dataclasses.replace(cell, unit=units.Unit(union="", family="", role=""))
    found = []
    for unit in seen.shown_units:
        if (unit.union, unit.family) == (cell.unit.union, cell.unit.family) and unit != cell.unit:
            other = seen.cell(use=cell.use, unit=unit)
            if dataclasses.replace(other, unit=own.unit) == own:
                found.append(unit.role)
    return found


def _showing(seen: gaps.Map, *, use: str, products: tuple[str, ...]) -> list[str]:
    """Deployments by the day that show one of the products doing the use."""
    wanted = {use, *seen.cover.leaves.get(use, ())}
    behind = {one.product: one for one in seen.picture.live if one.product in products}
    return [
        event.slug
        for one in behind.values()
        for event in one.events
        if wanted & lives.uses_of(event)
    ]


def _groups(
    *, seen: gaps.Map, cell: coverage.Cell, names: tables.Names, viewer: Any
) -> list[Group]:
    wanted = (*cell.clauses, *cell.sometimes, *cell.reserving, *cell.ended)
    rows = {
        row.slug: clause_rows.row_of(clause=row, on=seen.on, words=names.words)
        for row in clause_rows.prepared(
            queryset=clauses.Clause.objects.visible_to(viewer).filter(slug__in=wanted),
            viewer=viewer,
            language=names.words.language,
        )
    }
    kinds = (
        ("whole", cell.clauses, _("Clauses in force that reach it"), ""),
        (
            "partly",
            cell.sometimes,
            _("Clauses that reach it in some cases"),
            _(
                "They need a further fact (a strike, a minor, a death, a reuse), name this use only"
                " beside another or in part, or bind the company and not the work."
            ),
        ),
        (
            "reserving",
            cell.reserving,
            _("Clauses that keep the question open"),
            _("Only staff see this part."),
        ),
        ("ended", cell.ended, _("Clauses whose term has ended"), _kept_note(seen, cell)),
    )
    return [
        Group(
            key=key,
            heading=heading,
            note=note,
            rows=tuple(rows[slug] for slug in slugs if slug in rows),
        )
        for key, slugs, heading, note in kinds
        if slugs
    ]


def _sentence(seen: gaps.Map, cell: coverage.Cell) -> str:
    """What the state means; of an agreement that ended, that none in force is on record."""
    governing = seen.cover.governing[cell.unit.family]
    if cell.state is coverage.State.SILENT and not governing.is_running:
        return _("We hold the text. Its term has ended, and our records hold none that followed.")
    return tables.explained(cell.state)


def _ended_note(seen: gaps.Map, cell: coverage.Cell) -> str:
    """Word a term that ended as every page words it; nothing of it covers the cell."""
    governing = seen.cover.governing[cell.unit.family]
    if governing.is_running:
        return _(
            "Their term ended. We did not find whether the new agreement keeps these rules;"
            " ask your union."
        )
    agreement = governing.agreement
    last = agreement.term.last_day if agreement and agreement.term else None
    if last is None:
        return ""
    return _(
        "The term of this agreement ended on %(day)s. We found no successor. Rules often go on"
        " applying after an agreement ends while a new one is bargained; ask your union."
    ) % {"day": wording.sentence_date(day=last)}


def _kept_note(seen: gaps.Map, cell: coverage.Cell) -> str:
    is_running = seen.cover.governing[cell.unit.family].is_running
    return _ended_note(seen, cell) if is_running else ""


def known_uses(words: vocabulary.Vocabulary) -> list[str]:
    """Uses that have a column."""
    return [term.slug for term in tables.uses_of(words=words)]

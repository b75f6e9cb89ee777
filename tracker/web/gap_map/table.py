"""The map in the reader's words: rows of bargaining units, columns of uses, gaps in sentences.

No queries. Bargaining units of one union and agreement that read alike stand in one row.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clauses import vocabulary
from tracker import gaps
from tracker.matching import coverage, lineage, units, wording
from tracker.web import wording as day_wording
from tracker.web.gap_map import choice as choices

FEW, SOME = 2, 6


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column:
    """A use, with the live products that do it. `turn` folds or unfolds a family."""

    use: str
    label: str
    weight: int
    is_leaf_of_family: bool
    turn: str
    is_unfolded: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Square:
    """A cell as it is drawn. `shade` is the look's: 0 gap, 1 to 3 how many, x unknown, n none."""

    shade: str
    figure: str
    note: str
    said: str
    address: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """One bargaining unit, or several that read alike. `gaps` are those of live products."""

    roles: str
    squares: tuple[Square, ...]
    gaps: tuple[str, ...]
    is_unknown: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Body:
    """The rows under one union and one agreement."""

    union: str
    agreement: str
    address: str
    state: str
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """The whole map, with what is counted of it."""

    columns: tuple[Column, ...]
    bodies: tuple[Body, ...]
    gap_count: int
    unknown_count: int
    live_count: int
    left_out: int

    @property
    def with_gaps(self) -> list[tuple[Body, Row]]:
        """Rows that have a gap, most gaps first."""
        found = [(body, row) for body in self.bodies for row in body.rows if row.gaps]
        return sorted(found, key=lambda pair: -len(pair[1].gaps))

    @property
    def without_gaps(self) -> list[str]:
        """Rows in which we found no gap, in words."""
        return [
            f"{row.roles} ({body.agreement})"
            for body in self.bodies
            for row in body.rows
            if not row.gaps and not row.is_unknown
        ]

    @property
    def unknown(self) -> list[str]:
        """Rows of which we know nothing, in words."""
        return [
            f"{row.roles} ({body.agreement})"
            for body in self.bodies
            for row in body.rows
            if row.is_unknown
        ]

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return sum(len(body.rows) for body in self.bodies)


@dataclasses.dataclass(frozen=True)
class Names:
    """What things are called in the reader's language."""

    words: vocabulary.Vocabulary
    labels: wording.Labels
    unions: Mapping[str, str]

    def agreement(self, slug: str) -> str:
        """The short name of an agreement."""
        found = self.labels.of(kind="agreement", slug=slug, language=self.words.language)
        return day_wording.short_name(name=found)

    def union(self, slug: str) -> str:
        """The name of a union."""
        return self.unions.get(slug, slug)

    def use(self, slug: str) -> str:
        """The name of a use."""
        return self.words.label("uses", slug)

    def role(self, slug: str) -> str:
        """The name of a role."""
        return self.words.label("roles", slug)

    def elements(self, slugs: Iterable[str]) -> str:
        """Elements with commas between."""
        return ", ".join(self.words.labels("elements", slugs))


def uses_of(*, words: vocabulary.Vocabulary) -> list[vocabulary.Term]:
    """Families and the uses that belong to none, each family before its leaves."""
    terms = [term for term in words.terms("uses") if term.properties.get("level") != "group"]
    families = {term.slug for term in terms if term.properties.get("level") == "family"}
    ordered: list[vocabulary.Term] = []
    for term in terms:
        if term.parent not in families:
            ordered.append(term)
            ordered.extend(below for below in terms if below.parent == term.slug)
    return ordered


def state_in_words(state: coverage.State) -> str:
    """The name of a state, as a reader sees it."""
    match state:
        case coverage.State.COVERED:
            return pgettext("cell of the gap map", "Covered")
        case coverage.State.PARTIAL:
            return pgettext("cell of the gap map", "In part")
        case coverage.State.RESERVED:
            return pgettext("cell of the gap map", "Kept open")
        case coverage.State.SILENT:
            return pgettext("cell of the gap map", "No clause")
    return pgettext("cell of the gap map", "Not known")


def explained(state: coverage.State) -> str:
    """What a state means, in a sentence. That of silence is true beside a reservation too."""
    match state:
        case coverage.State.COVERED:
            return _("Every element that these agreements negotiated anywhere reaches this use.")
        case coverage.State.PARTIAL:
            return _(
                "Some clauses reach this use; elements are missing, or hold in some cases alone."
            )
        case coverage.State.RESERVED:
            return _("A clause keeps the question open. Only staff see this.")
        case coverage.State.SILENT:
            return _(
                "We hold the text, and no clause of it that is in force on this day covers this"
                " use."
            )
    return _("The text is not in our records. This does not mean that there is nothing.")


def write(
    *, seen: gaps.Map, choice: choices.Choice, names: Names, weights: Mapping[str, int]
) -> Table:
    """Write the map of prepared data; `weights` are live products by use."""
    shown = _columns(choice=choice, names=names, weights=weights, on=seen.on)
    kept = [unit for unit in seen.shown_units if choice.keeps(unit)]
    concerned = {line.unit for line in seen.lines(vendor=choice.vendor)}
    rows = [unit for unit in kept if choice.every or unit in concerned]
    drawer = _Drawer(seen=seen, choice=choice, names=names, columns=shown)
    lines = seen.lines(union=choice.union, role=choice.role, vendor=choice.vendor)
    return Table(
        columns=shown,
        bodies=tuple(drawer.bodies(rows)),
        gap_count=sum(len(line.unreached) for line in lines if line.is_known),
        unknown_count=sum(len(line.unreached) for line in lines if not line.is_known),
        live_count=len([one for one in seen.picture.live if choice.vendor in ("", one.vendor)]),
        left_out=len(kept) - len(rows),
    )


def _columns(
    *,
    choice: choices.Choice,
    names: Names,
    weights: Mapping[str, int],
    on: datetime.date,
) -> tuple[Column, ...]:
    found = []
    terms = uses_of(words=names.words)
    families = {term.slug for term in terms if term.properties.get("level") == "family"}
    for term in terms:
        is_below = term.parent in families
        if is_below and term.parent not in choice.unfolded:
            continue
        found.append(
            Column(
                use=term.slug,
                label=term.label,
                weight=weights.get(term.slug, 0),
                is_leaf_of_family=is_below,
                turn=choice.turned(term.slug).address(on=on) if term.slug in families else "",
                is_unfolded=term.slug in choice.unfolded,
            )
        )
    return tuple(found)


class _Drawer:
    """Draws the rows of one map."""

    def __init__(
        self,
        *,
        seen: gaps.Map,
        choice: choices.Choice,
        names: Names,
        columns: Sequence[Column],
    ) -> None:
        self.seen = seen
        self.choice = choice
        self.names = names
        self.columns = columns
        self.vendor_of = {one.product: one.vendor for one in seen.picture.live}

    def bodies(self, rows: Iterable[units.Unit]) -> Iterable[Body]:
        """One body a union and family, in the order of unions."""
        lists: dict[tuple[str, str], list[units.Unit]] = {}
        for unit in rows:
            lists.setdefault((unit.union, unit.family), []).append(unit)
        for (union, family), found in sorted(
            lists.items(), key=lambda pair: (self.names.union(pair[0][0]), pair[0])
        ):
            agreement = shown_agreement(seen=self.seen, family=family)
            yield Body(
                union=self.names.union(union),
                agreement=self.names.agreement(agreement),
                address=f"{reverse('agreement', args=[agreement])}?as_of={self.seen.on}",
                state=family_state(seen=self.seen, family=family),
                rows=tuple(self._rows(found)),
            )

    def _rows(self, found: list[units.Unit]) -> Iterable[Row]:
        alike: dict[tuple[_Alike, ...], list[units.Unit]] = {}
        for unit in found:
            key = tuple(self._alike(column.use, unit) for column in self.columns)
            alike.setdefault(key, []).append(unit)
        for same in alike.values():
            unit = same[0]
            cells = [self.seen.cell(use=column.use, unit=unit) for column in self.columns]
            yield Row(
                roles=", ".join(self.names.role(one.role) for one in same),
                squares=tuple(
                    self.square(cell, column)
                    for cell, column in zip(cells, self.columns, strict=True)
                ),
                gaps=tuple(self._gaps(cells)),
                is_unknown=all(cell.state is coverage.State.UNKNOWN for cell in cells),
            )

    def _alike(self, use: str, unit: units.Unit) -> "_Alike":
        cell = self.seen.cell(use=use, unit=unit)
        is_own = self.seen.cover.is_own(use=use, unit=unit)
        return dataclasses.replace(cell, unit=_NOBODY), is_own, self.weight(cell)

    def weight(self, cell: coverage.Cell) -> int:
        """Live products behind a cell, of the chosen vendor if there is one."""
        products = self.seen.behind(use=cell.use, unit=cell.unit)
        return sum(self.choice.vendor in ("", self.vendor_of[one]) for one in products)

    def square(self, cell: coverage.Cell, column: Column) -> Square:
        """Draw one cell: figure, shade, and all of it in words for who does not see it."""
        weight = self.weight(cell)
        if not self.seen.cover.is_own(use=cell.use, unit=cell.unit):
            return Square(
                shade="-", figure="·", note="", said=_("not this role’s work"), address=""
            )
        shade, figure, note = _drawn(cell, weight)
        return Square(
            shade=shade,
            figure=figure,
            note=note,
            said=said_of(cell=cell, label=column.label, weight=weight),
            address=address_of(cell=cell, on=self.seen.on),
        )

    def _gaps(self, cells: Iterable[coverage.Cell]) -> Iterable[str]:
        found = [
            (self.weight(cell), cell)
            for cell in cells
            if cell.state is coverage.State.SILENT
            and self.seen.cover.is_own(use=cell.use, unit=cell.unit)
        ]
        for weight, cell in sorted(found, key=lambda pair: -pair[0]):
            if weight:
                products = ngettext("%(count)d live product", "%(count)d live products", weight)
                yield f"{self.names.use(cell.use)} ({products % {'count': weight}})"


_Alike = tuple[coverage.Cell, bool, int]
_NOBODY = units.Unit(union="", family="", role="")


def _drawn(cell: coverage.Cell, weight: int) -> tuple[str, str, str]:
    if cell.state is coverage.State.UNKNOWN:
        return "x", "?", ""
    if cell.state is coverage.State.SILENT:
        return ("0" if weight else "n"), "0", ""
    shade = "1" if cell.count <= FEW else "2" if cell.count <= SOME else "3"
    if cell.state is coverage.State.RESERVED:
        return "r", str(cell.count), pgettext("cell of the gap map", "open")
    if cell.state is coverage.State.COVERED:
        return shade, str(cell.count), pgettext("cell of the gap map", "all")
    negotiated = len(cell.whole) + len(cell.partly) + len(cell.lacking)
    return shade, str(cell.count), f"{len(cell.whole)}/{negotiated}"


def said_of(*, cell: coverage.Cell, label: str, weight: int) -> str:
    """Say a whole cell in a line: "Rewriting: in part, 3 clauses, 2 live products"."""
    parts = [state_in_words(cell.state).lower()]
    if cell.count:
        said = ngettext("%(count)d clause", "%(count)d clauses", cell.count)
        parts.append(said % {"count": cell.count})
    parts.append(
        ngettext("%(count)d live product", "%(count)d live products", weight) % {"count": weight}
    )
    return f"{label}: {', '.join(parts)}"


def address_of(*, cell: coverage.Cell, on: datetime.date) -> str:
    """The address of a cell on a day."""
    unit = cell.unit
    path = reverse("gap_cell", args=[cell.use, unit.union, unit.family, unit.role])
    return f"{path}?as_of={on.isoformat()}"


def shown_agreement(*, seen: gaps.Map, family: str) -> str:
    """The agreement that a family is called by on the day: in force, last ended, or its first."""
    found = seen.cover.governing[family].agreement
    return family if found is None else found.slug


def family_state(*, seen: gaps.Map, family: str) -> str:
    """Say whether the family's agreement is in force on the day."""
    governing = seen.cover.governing[family]
    if governing.agreement is None:
        return _("none in force on this day in our records")
    term = lineage.term_of(governing.agreement)
    if governing.is_running or term is None or term.last_day is None:
        return _("in force")
    return _("its term ended on %(day)s") % {"day": day_wording.short_date(day=term.last_day)}

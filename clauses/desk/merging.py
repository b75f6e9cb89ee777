"""Two people's changes to one form: which field whom, and the data of a form that has both.

Everything is judged on the data of forms, so that what is put together passes the form again.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

Data = Mapping[str, list[str]]
PLACE = frozenset({"id", "ORDER", "DELETE"})
"""Controls of a row that say where it stands, not what it says."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list: which row of the database, what it says, and its data as sent."""

    id: str
    says: tuple[tuple[str, Any], ...]
    data: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def key(self) -> object:
        """A row that is not in the database yet is known by what it says."""
        return self.id or self.says


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sides:
    """What each of two people changed since both saw the same."""

    theirs: frozenset[str]
    mine: frozenset[str]
    disputed: frozenset[str]
    """Changed by both, not to the same, and not to be put together by a rule."""


class Merge:
    """Three forms of one record: as both saw it, as they saved it, and as I typed it.

    All are bound, each to its own state of the record but `mine`, which is bound to what both saw.
    """

    def __init__(self, *, base: Any, theirs: Any, mine: Any, mine_on_theirs: Any) -> None:
        self.theirs, self.mine = theirs, mine
        self.rows = {
            name: (_rows(base, name), _rows(theirs, name), _rows(mine, name))
            for name in mine.formsets
        }
        their_lists = {name for name, (old, new, _) in self.rows.items() if _says(old, new)}
        my_lists = {name for name, (old, _, new) in self.rows.items() if _says(old, new)}
        of_them = frozenset(_changed(theirs, base)) | their_lists
        of_me = frozenset(mine.changed_data) - {"opened_on"} | my_lists
        differing = frozenset(mine_on_theirs.changed_data) | {
            name for name, (_, theirs, mine) in self.rows.items() if _says(theirs, mine)
        }
        same = {name for name in of_them & of_me if name not in differing}
        joined = {
            name
            for name in of_them & of_me & self.rows.keys()
            if _join(*self.rows[name]) is not None
        }
        self.sides = Sides(
            theirs=of_them - same,
            mine=of_me - same,
            disputed=(of_them & of_me) - same - joined,
        )

    def data(self, *, take_theirs: Collection[str], opened_on: int) -> dict[str, list[str]]:
        """Return the data of a form on their state of the record.

        A disputed field is theirs if it is named, else mine; all others are of whoever changed
        them, unless `take_theirs` leaves out what they alone changed.
        """
        merged = {name: list(values) for name, values in self.mine.data.lists()}
        written = dict(self.theirs.data.lists())
        for name in self.mine.fields:
            if name in take_theirs:
                for key in [key for key in merged if _is_of(key, name)]:
                    del merged[key]
                merged.update({key: written[key] for key in written if _is_of(key, name)})
        known = {row.id for _, theirs, _ in self.rows.values() for row in theirs if row.id}
        for name, (base, theirs, mine) in self.rows.items():
            rows: Sequence[Row] | None = mine
            if name in take_theirs:
                rows = theirs if name in self.sides.disputed else _join(base, theirs, mine)
            for key in [key for key in merged if key.startswith(f"{name}-")]:
                del merged[key]
            merged.update(_written(name, theirs if rows is None else rows, known=known))
        merged["opened_on"] = [str(opened_on)]
        return merged


def _is_of(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}-")


def _changed(form: Any, base: Any) -> list[str]:
    """Fields whose words in `form` are not those of `base`."""
    return [
        name
        for name, field in form.fields.items()
        if name != "opened_on"
        and not field.disabled
        and field.has_changed(base.get_initial_for_field(base.fields[name], name), _raw(form, name))
    ]


def _raw(form: Any, name: str) -> Any:
    field = form.fields[name]
    return field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value)
    return "" if value is None else str(value)


def _rows(form: Any, name: str) -> list[Row]:
    """The rows of a list in their order, without those that are empty or taken out."""
    formset = form.formsets[name]
    placed = []
    for place, child in enumerate(formset.forms):
        sent = {
            key[len(child.prefix) + 1 :]: values
            for key, values in form.data.lists()
            if key.startswith(f"{child.prefix}-")
        }
        is_new_and_empty = place >= formset.initial_form_count() and not child.has_changed()
        if is_new_and_empty or any(sent.get("DELETE", [])):
            continue
        says = tuple(
            (each, _plain(_raw(child, each))) for each in child.fields if each not in PLACE
        )
        data = tuple((key, tuple(values)) for key, values in sent.items() if key not in PLACE)
        order = (sent.get("ORDER") or [""])[0]
        row = Row(id=(sent.get("id") or [""])[0], says=says, data=data)
        placed.append((int(order) if order.isdigit() else place + 1, place, row))
    return [row for _, _, row in sorted(placed, key=lambda each: each[:2])]


def _says(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Whether two lists say something else, or the same in another order."""
    return [row.says for row in before] != [row.says for row in after]


def _join(base: list[Row], theirs: list[Row], mine: list[Row]) -> list[Row] | None:
    """Put together what two people did to one list; None if only a person can."""
    old, new, own = ({row.key: row for row in rows} for rows in (base, theirs, mine))
    if any(len(each) != len(rows) for each, rows in ((old, base), (new, theirs), (own, mine))):
        return None
    of_them = {key for key in old if key not in new or new[key].says != old[key].says}
    of_me = {key for key in old if key not in own or own[key].says != old[key].says}
    added_by_them = [key for key in new if key not in old]
    added_by_me = [key for key in own if key not in old]
    for key in of_them & of_me:
        if (key in new) != (key in own) or (key in new and new[key].says != own[key].says):
            return None
        if not isinstance(key, str) and added_by_them and added_by_me:
            return None
    kept = [key for key in old if key in new and key in own]
    their_order = [key for key in new if key in kept]
    my_order = [key for key in own if key in kept]
    if kept != their_order != my_order != kept:
        return None
    first, then = (new, own) if my_order == kept else (own, new)
    order = [*first, *(key for key in then if key not in first)]
    gone = {key for key in old if key not in new or key not in own}
    return [
        new[key] if key in of_them or key not in own else own[key]
        for key in order
        if key not in gone
    ]


def _written(name: str, rows: Sequence[Row], *, known: Collection[str]) -> dict[str, list[str]]:
    """The data of a list; rows that the database has come first, as forms want it."""
    numbered = [(place + 1, row, row.id in known) for place, row in enumerate(rows)]
    numbered.sort(key=lambda each: not each[2])
    data = {
        f"{name}-TOTAL_FORMS": [str(len(rows))],
        f"{name}-INITIAL_FORMS": [str(sum(is_known for _, _, is_known in numbered))],
        f"{name}-MIN_NUM_FORMS": ["0"],
        f"{name}-MAX_NUM_FORMS": ["1000"],
    }
    for place, (order, row, is_known) in enumerate(numbered):
        prefix = f"{name}-{place}"
        data |= {f"{prefix}-{key}": list(values) for key, values in row.data}
        data[f"{prefix}-ORDER"] = [str(order)]
        data[f"{prefix}-id"] = [row.id if is_known else ""]
    return data

"""The columns of a clause in a file: their names, where YAML has them, and how CSV writes them.

Both files hold the same values. A column or key that is left out leaves the clause as it is; one
that is there and empty empties it.
"""

import dataclasses
import enum
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from clauses import spreadsheets

SLUG, VERSION = "slug", "version"
SEPARATOR = " | "
LANGUAGES = ("fr", "es")


class NotReadable(ValueError):
    """Raised for a cell that cannot be read; the sentence says how to write it."""


class Kind(enum.Enum):
    """What a column holds, and so how a cell of it is written."""

    TEXT = "text"
    DAY = "a day, YYYY-MM-DD"
    NUMBER = "a whole number"
    YES_NO = "yes or no"
    VALUES = "values, “ | ” between them"
    ROWS = "one JSON object a line"
    OBJECT = "one JSON object"


@dataclasses.dataclass(frozen=True)
class Column:
    """A column: its name in CSV, the keys to it in YAML, what it holds, and the column it fills.

    `attribute` is the field of the record; that of a text in another language is empty.
    """

    name: str
    path: tuple[str, ...]
    kind: Kind
    attribute: str = ""

    @property
    def nothing(self) -> Any:
        """The value of an empty cell."""
        match self.kind:
            case Kind.VALUES | Kind.ROWS:
                return []
            case Kind.OBJECT:
                return {}
            case Kind.DAY | Kind.NUMBER:
                return None
            case Kind.YES_NO:
                return False
        return ""


def _column(
    name: str, kind: Kind = Kind.TEXT, *, path: tuple[str, ...] = (), attribute: str = ""
) -> Column:
    return Column(name, path or (name,), kind, attribute or name)


def _rule(name: str, kind: Kind = Kind.VALUES, *, key: str = "", attribute: str = "") -> Column:
    return _column(name, kind, path=("rules", key or name), attribute=attribute)


def _translated(language: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{language}_{part}", ("texts", language, part), kind)
        for part, kind in (
            ("status", Kind.TEXT),
            ("title", Kind.TEXT),
            ("summary", Kind.TEXT),
            ("plain_language", Kind.TEXT),
            ("time_limit_notes", Kind.ROWS),
        )
    )


COLUMNS: tuple[Column, ...] = (
    _column(SLUG),
    _column(VERSION),
    _column("agreement"),
    _column("statute"),
    _column("section"),
    _column("title"),
    _column("summary"),
    _column("plain_language"),
    _column("roles", Kind.VALUES),
    _column("is_for_everyone", Kind.YES_NO),
    _column("safeguard_types", Kind.VALUES),
    _column("elements", Kind.VALUES),
    _column("elements_note"),
    _column("uses", Kind.VALUES),
    _column("use_modifiers", Kind.VALUES),
    _column("time_limits", Kind.ROWS),
    _column("effective_from", Kind.DAY),
    _column("effective_to", Kind.DAY),
    _column("effective_note"),
    _column("carried_into", Kind.VALUES),
    _column("builds_on", Kind.VALUES),
    _rule("main_uses"),
    _rule("incidental_uses"),
    _rule("enabled_by"),
    _rule("required_facts"),
    _rule("any_facts"),
    _rule("excluding_facts"),
    _rule("duty", Kind.TEXT),
    _rule("level", Kind.TEXT),
    _rule("head", Kind.TEXT),
    _rule("scope_of"),
    _rule("umbrella_of"),
    _rule("rule_roles", key="roles"),
    _rule("rule_role_uses", Kind.OBJECT, key="role_uses"),
    _rule("rule_sectors", key="sectors"),
    _rule("priority", Kind.NUMBER),
    _rule("rules_note", Kind.TEXT, key="note"),
    _column("visibility"),
    _column("is_verified", Kind.YES_NO),
    _column("evidence_level"),
    _column("confidence_note"),
    _column("refinements", Kind.ROWS, attribute="refinement"),
    _column("source_values", Kind.OBJECT),
    _column("sources", Kind.ROWS),
    *_translated("fr"),
    *_translated("es"),
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
BY_PATH: Mapping[tuple[str, ...], Column] = {column.path: column for column in COLUMNS}

Values = dict[str, Any]
"""A clause as a file has it: column name to value; what is not in it was not in the file."""


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as YAML holds them."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        place = found
        *above, last = BY_NAME[name].path
        for key in above:
            place = place.setdefault(key, {})
        place[last] = value
    return found


def flat(value: Mapping[str, Any]) -> Values:
    """Return what YAML holds as values by column; null is nothing."""
    found = {}
    for column in COLUMNS:
        place: Any = value
        for key in column.path:
            if not isinstance(place, Mapping) or key not in place:
                break
            place = place[key]
        else:
            found[column.name] = column.nothing if place is None else place
    return found


def version_of(values: Mapping[str, Any]) -> str:
    """Return what tells one state of a clause from another; letters, so that no number is made."""
    kept = {name: value for name, value in values.items() if name != VERSION}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return f"v{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def cell(*, column: Column, value: Any) -> str:
    """Write a value as a cell, which a spreadsheet gives back as it got it."""
    said = words(column=column, value=value)
    return said if column.kind is Kind.NUMBER else spreadsheets.kept(said)


def words(*, column: Column, value: Any) -> str:
    """Write a value in words, as a cell has it."""
    match column.kind:
        case Kind.VALUES:
            return SEPARATOR.join(value)
        case Kind.ROWS:
            return "\n".join(_json(row) for row in value)
        case Kind.OBJECT:
            return _json(value) if value else ""
        case Kind.YES_NO:
            return "yes" if value else "no"
        case Kind.NUMBER:
            return "" if value is None else str(value)
    return value or ""


def value_of(*, column: Column, cell: str) -> Any:
    """Read a cell. Raises NotReadable with a sentence."""
    text = spreadsheets.restored(cell)
    match column.kind:
        case Kind.VALUES:
            return [part.strip() for part in text.split("|") if part.strip()]
        case Kind.ROWS:
            return [_object(line) for line in text.split("\n") if line.strip()]
        case Kind.OBJECT:
            return _object(text) if text.strip() else {}
        case Kind.YES_NO:
            return _yes_no(text)
        case Kind.NUMBER:
            return _number(text)
        case Kind.DAY:
            return text.strip() or None
    return text.replace("\r\n", "\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        shown = text.strip()[:60]
        raise NotReadable(f'“{shown}” is no JSON object on one line, such as {{"number": 48}}.')
    return found


def _yes_no(text: str) -> bool:
    said = text.strip().casefold()
    if said in ("yes", "true", "1"):
        return True
    if said in ("no", "false", "0", ""):
        return False
    raise NotReadable(f"“{text[:40]}” is neither yes nor no.")


def _number(text: str) -> int | None:
    said = text.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise NotReadable(f"“{text[:40]}” is no whole number.")
    return int(said)

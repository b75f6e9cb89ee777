"""The shape of a file of clauses: the catalogue’s keys, more loosely, since drafts lack things."""

from typing import Any

from clauses.loading import pieces, shape
from clauses.models import Clause, TimeLimit
from clauses.models.texts import TextStatus
from clauses.visibility import Visibility

JSON_OBJECT = {"type": "object"}


def _text(most: int | None = None) -> dict[str, Any]:
    limit = {} if most is None else {"maxLength": most}
    return {"type": ["string", "null"], **limit}


def _choice(*allowed: str) -> dict[str, Any]:
    return {"enum": [*(value for value in allowed if value), "", None]}


def _values() -> dict[str, Any]:
    return {"type": ["array", "null"], "items": pieces.value(), "uniqueItems": True}


def _rows(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": item}


SOURCE = pieces.mapping(
    {"title": pieces.text(400)},
    {
        "publisher": _text(300),
        "url": _text(1000),
        "date": {"type": ["string", "null"], "format": "partial-date"},
        "tier": _text(40),
        "language": _text(8),
        "was_seen": {"type": ["boolean", "null"]},
    },
)
TIME_LIMIT = pieces.mapping(
    {
        "number": {"type": "integer", "minimum": 1},
        "unit": pieces.choice(*TimeLimit.Unit.values),
        "direction": pieces.choice(*TimeLimit.Direction.values),
    },
    {"starts_from": _text(), "applies_to": _text()},
)
NOTE = pieces.mapping({}, {"starts_from": _text(), "applies_to": _text()})
TEXT = pieces.mapping(
    {},
    {
        "status": _choice(*TextStatus.values),
        "title": _text(300),
        "summary": _text(),
        "plain_language": _text(),
        "time_limit_notes": _rows(NOTE),
    },
)
RULES = pieces.mapping(
    {},
    {
        "main_uses": _values(),
        "incidental_uses": _values(),
        "enabled_by": _values(),
        "required_facts": _values(),
        "any_facts": _values(),
        "excluding_facts": _values(),
        "duty": _choice(*Clause.Duty.values),
        "level": _choice(*Clause.Level.values),
        "head": _choice(*Clause.Head.values),
        "scope_of": _values(),
        "umbrella_of": _values(),
        "roles": _values(),
        "role_uses": {"type": ["object", "null"], "additionalProperties": pieces.values(least=1)},
        "sectors": _values(),
        "priority": {"type": ["integer", "null"], "minimum": 0, "maximum": 32767},
        "note": _text(),
    },
)
CLAUSE = pieces.mapping(
    {"slug": pieces.slug()},
    {
        "version": _text(40),
        "agreement": _text(80),
        "statute": _text(80),
        "section": _text(120),
        "title": _text(300),
        "summary": _text(),
        "plain_language": _text(),
        "roles": _values(),
        "is_for_everyone": {"type": ["boolean", "null"]},
        "safeguard_types": _values(),
        "elements": _values(),
        "elements_note": _text(),
        "uses": _values(),
        "use_modifiers": _values(),
        "time_limits": _rows(TIME_LIMIT),
        "effective_from": pieces.DAY_OR_NULL,
        "effective_to": pieces.DAY_OR_NULL,
        "effective_note": _text(),
        "carried_into": _values(),
        "builds_on": _values(),
        "rules": RULES,
        "visibility": _choice(*Visibility.values),
        "is_verified": {"type": ["boolean", "null"]},
        "evidence_level": _text(40),
        "confidence_note": _text(),
        "refinements": _rows(JSON_OBJECT),
        "source_values": {"type": ["object", "null"]},
        "sources": _rows(SOURCE),
        "texts": pieces.mapping({}, {"fr": TEXT, "es": TEXT}),
    },
)
FILE = shape.validator(pieces.mapping({"clauses": pieces.listed(CLAUSE)}))

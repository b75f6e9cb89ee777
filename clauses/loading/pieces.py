"""Pieces of schema that several kinds of catalogue file share."""

from typing import Any

LANGUAGES = ("en", "fr", "es")
BOOLEAN = {"type": "boolean"}
DAY = {"type": "string", "format": "day"}
DAY_OR_NULL = {"type": ["string", "null"], "format": "day"}
PARTIAL_DATE = {"type": "string", "format": "partial-date"}


def text(most: int | None = None) -> dict[str, Any]:
    """Text that is not empty, of at most `most` characters."""
    limit = {} if most is None else {"maxLength": most}
    return {"type": "string", "minLength": 1, **limit}


def text_or_null(most: int | None = None) -> dict[str, Any]:
    """Text, or null where the sources say nothing."""
    return {**text(most), "type": ["string", "null"]}


def slug() -> dict[str, Any]:
    """A permanent id."""
    return {"type": "string", "pattern": r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", "maxLength": 80}


def value(most: int = 80) -> dict[str, Any]:
    """A value of a vocabulary whose ids are not all slugs, such as places."""
    return text(most)


def choice(*allowed: str) -> dict[str, Any]:
    """One of a closed set that no vocabulary names."""
    return {"enum": list(allowed)}


def listed(item: dict[str, Any], *, least: int = 0, unique: bool = False) -> dict[str, Any]:
    """A list of `item`."""
    return {"type": "array", "items": item, "minItems": least, "uniqueItems": unique}


def values(*, least: int = 0) -> dict[str, Any]:
    """A list of values, none of them twice."""
    return listed(value(), least=least, unique=True)


def mapping(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A mapping with exactly these keys; the optional ones may be left out."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def mapping_of(item: dict[str, Any]) -> dict[str, Any]:
    """A mapping of any keys to `item`."""
    return {"type": "object", "additionalProperties": item}


def by_language(item: dict[str, Any]) -> dict[str, Any]:
    """English, French and Spanish, all three."""
    return mapping(dict.fromkeys(LANGUAGES, item))


SOURCE = mapping(
    {
        "title": text(400),
        "publisher": text(300),
        "url": {"type": ["string", "null"], "format": "web-address", "maxLength": 1000},
        "date": {"type": ["string", "null"], "format": "partial-date"},
        "tier": value(40),
    },
    {"language": text(8), "was_seen": BOOLEAN},
)
CITED = listed(SOURCE, least=1)
SOURCES = listed(SOURCE)
REFINEMENTS = listed(
    mapping(
        {"why": text()},
        {"replaces": values(), "uses": values(), "use_modifiers": values()},
    )
)

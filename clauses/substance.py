"""Which fields of a record are its substance: what its text says, apart from remarks on it.

A field that is named nowhere here is substance, so that a new one is never passed over.
"""

from collections.abc import Iterable, Mapping
from typing import Any

REMARKS = frozenset(
    {"confidence_note", "rules_note", "source_values", "refinement", "texts", "elements_note"}
)
"""Notes of staff and translations: their change alone is no reason to tell members."""

BESIDE_THE_TEXT = REMARKS | {
    "effective_note",
    "sources",
    "evidence_level",
    "is_verified",
    "visibility",
    "carried_into",
    "builds_on",
    "dropped_by",
    "head",
    "scope_of",
    "umbrella_of",
    "priority",
}
"""What nobody compares with the document: our sources, other clauses, who may see it."""


def is_only_remarks(*, changed: Iterable[str]) -> bool:
    """Tell whether the fields that changed are all remarks."""
    return REMARKS.issuperset(changed)


def of_text(*, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a revision's readable content is compared with the agreement or law."""
    return {name: value for name, value in content.items() if name not in BESIDE_THE_TEXT}


def differing(*, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Name the fields that differ. A column younger than `before` and still empty does not."""
    return sorted(
        name
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name) and (name in before or after.get(name))
    )

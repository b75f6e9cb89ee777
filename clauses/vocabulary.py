"""Labels of the taxonomy in the reader's language, kept in memory for a minute.

The words of a vocabulary change only when a catalogue is loaded or staff edit a value; the loader
calls forget(), other processes see the new words within LIFETIME seconds.
"""

import dataclasses
import time
from collections.abc import Iterable
from typing import Any

from clauses.models import taxonomy

LIFETIME = 60.0
WEAKEST_GRADE = "E"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One value of a vocabulary as a reader sees it."""

    slug: str
    label: str
    definition: str = ""
    parent: str = ""
    properties: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def grade(self) -> str:
        """Grade of an evidence level, A to E."""
        return str(self.properties.get("grade", WEAKEST_GRADE))


class Vocabulary:
    """All vocabularies in one language. Asking never queries."""

    def __init__(self, *, language: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.language = language
        self._terms: dict[str, dict[str, Term]] = {}
        for vocabulary, slug, parent, labels, definitions, properties in rows:
            term = Term(
                slug=slug,
                label=labels.get(language) or labels.get("en") or slug,
                definition=definitions.get(language) or definitions.get("en") or "",
                parent=parent or "",
                properties=properties,
            )
            self._terms.setdefault(vocabulary, {})[slug] = term

    def terms(self, vocabulary: str) -> list[Term]:
        """List a vocabulary's values in their order; empty if there is none of that name."""
        return list(self._terms.get(vocabulary, {}).values())

    def find(self, vocabulary: str, slug: str) -> Term | None:
        """Return one value, or None."""
        return self._terms.get(vocabulary, {}).get(slug)

    def label(self, vocabulary: str, slug: str) -> str:
        """Return a value's label; an unknown value is shown as it is written."""
        term = self.find(vocabulary, slug)
        return term.label if term else slug

    def labels(self, vocabulary: str, slugs: Iterable[str]) -> list[str]:
        """Return the labels of several values, in their order."""
        return [self.label(vocabulary, slug) for slug in slugs]

    def grade(self, evidence_level: str) -> str:
        """Return the grade A to E of an evidence level; an unknown or empty one is the weakest."""
        term = self.find("evidence-levels", evidence_level)
        return term.grade if term else WEAKEST_GRADE


_kept: dict[str, tuple[float, Vocabulary]] = {}


def current(*, language: str = "en") -> Vocabulary:
    """Return all vocabularies in `language`, at most LIFETIME seconds old; one query when read."""
    kept = _kept.get(language)
    if kept is not None and time.monotonic() - kept[0] < LIFETIME:
        return kept[1]
    rows = taxonomy.TaxonomyTerm.objects.order_by("vocabulary", "order", "slug").values_list(
        "vocabulary", "slug", "parent__slug", "labels", "definitions", "properties"
    )
    fresh = Vocabulary(language=language, rows=rows)
    _kept[language] = (time.monotonic(), fresh)
    return fresh


def forget() -> None:
    """Drop what is kept, so that the next question reads the database."""
    _kept.clear()

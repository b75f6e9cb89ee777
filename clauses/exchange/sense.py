"""Judges what a file changes: values of the vocabularies and records that must be there."""

from collections.abc import Collection, Mapping
from typing import Any

from clauses import vocabulary
from clauses.exchange import columns
from clauses.loading import judging, reading, references

MOST_HINTS = 25
"""Looking for the nearest of many thousand slugs takes a while; a whole wrong column gets none."""


class Judge(judging.Judge):
    """Judges by the vocabularies and records of the database."""

    def __init__(
        self,
        *,
        agreements: Collection[str],
        statutes: Collection[str],
        clauses: Collection[str],
    ) -> None:
        words = vocabulary.current()
        known: dict[str, Any] = {
            name: {term.slug: term for term in words.terms(name)}
            for name in {*references.CLAUSE_VALUES.values(), "evidence-levels"}
        }
        super().__init__(known)
        self.agreements = agreements
        self.statutes = statutes
        self.clauses = clauses
        self.hints = MOST_HINTS

    def known(
        self,
        entry: reading.Entry,
        path: reading.Path,
        slug: str,
        among: Collection[str],
        what: str,
    ) -> bool:
        """Refuse `slug` unless it is `among` the known ones; say whether it is."""
        if slug in among:
            return True
        self.hints -= 1
        return super().known(entry, path, slug, among if self.hints >= 0 else (), what)

    def judge(self, *, place: reading.Entry, changed: Mapping[str, Any]) -> None:
        """Judge the changed values of one clause, given by column."""
        value = columns.nested(changed)
        entry = reading.Entry(place.document, place.path, value)
        self.lists(entry, references.CLAUSE_VALUES)
        for key, among in (("agreement", self.agreements), ("statute", self.statutes)):
            if value.get(key):
                self.known(entry, (key,), value[key], among, key)
        if value.get("evidence_level"):
            self.term(entry, ("evidence_level",), value["evidence_level"], "evidence-levels")
        for position, source in enumerate(value.get("sources", [])):
            if source["tier"]:
                path = ("sources", position, "tier")
                self.term(entry, path, source["tier"], "evidence-levels")
        self._records(entry, value)

    def _records(self, entry: reading.Entry, value: Mapping[str, Any]) -> None:
        rules = value.get("rules", {})
        for place, path, among, what in (
            (value, ("carried_into",), self.agreements, "agreement"),
            (value, ("builds_on",), self.clauses, "clause"),
            (rules, ("rules", "scope_of"), self.clauses, "clause"),
            (rules, ("rules", "umbrella_of"), self.clauses, "clause"),
        ):
            for position, slug in enumerate(place.get(path[-1], [])):
                self.known(entry, (*path, position), slug, among, what)
                if (
                    what == "clause"
                    and slug == entry.document.value["clauses"][entry.path[1]]["slug"]
                ):
                    self.refuse(entry, (*path, position), "A clause cannot name itself here.")
        for role, uses in rules.get("role_uses", {}).items():
            self.term(entry, ("rules", "role_uses", role), role, "roles")
            for position, use in enumerate(uses):
                self.term(entry, ("rules", "role_uses", role, position), use, "uses")

"""Collects faults of sense: a value no vocabulary has, a record nobody knows, a reversed term."""

import difflib
from collections.abc import Collection, Iterable

from clauses.loading import problems, reading


class Judge:
    """Collects faults of sense; its methods each look at one kind of reference."""

    def __init__(self, vocabularies: dict[str, dict[str, reading.Entry]]) -> None:
        self.vocabularies = vocabularies
        self.problems: list[problems.Problem] = []

    def refuse(self, entry: reading.Entry, path: reading.Path, sentence: str) -> None:
        """Note a fault at `path` inside `entry`."""
        self.problems.append(entry.problem(path, sentence))

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
        near = difflib.get_close_matches(slug, among, n=1)
        hint = f" Is {near[0]} meant?" if near else ""
        self.refuse(entry, path, f"There is no {what} {slug} in the catalogue.{hint}")
        return False

    def term(self, entry: reading.Entry, path: reading.Path, slug: str, vocabulary: str) -> bool:
        """Refuse a value that its vocabulary does not have; say whether it has it."""
        return self.known(
            entry, path, slug, self.vocabularies[vocabulary], f"value in {vocabulary} called"
        )

    def lists(self, entry: reading.Entry, lists: dict[tuple[str, ...], str]) -> None:
        """Judge the values of several lists, given as path and vocabulary."""
        for path, name in lists.items():
            values = entry.value
            for key in path[:-1]:
                values = values.get(key, {})
            for position, slug in enumerate(values.get(path[-1], [])):
                self.term(entry, (*path, position), slug, name)

    def sources(
        self, entry: reading.Entry, path: reading.Path, rows: Iterable[dict[str, str]]
    ) -> None:
        """Judge the tier of every source, and that a verified record has one."""
        rows = list(rows)
        for position, source in enumerate(rows):
            self.term(entry, (*path, position, "tier"), source["tier"], "evidence-levels")
        if entry.value.get("is_verified") and not rows:
            sentence = "The record is uncited but marked as verified. Give at least one source."
            self.refuse(entry, ("is_verified",), sentence)

    def period(
        self,
        entry: reading.Entry,
        start: reading.Path,
        end: reading.Path,
        first: str | None,
        last: str | None,
    ) -> None:
        """Refuse a period that ends before it starts."""
        if first and last and last < first:
            self.refuse(entry, end, f"The term ends on {last}, before it starts on {first}.")

    def evidence(self, entry: reading.Entry) -> None:
        """Judge evidence level, sources and refinements of a record."""
        self.term(entry, ("evidence_level",), entry.value["evidence_level"], "evidence-levels")
        self.sources(entry, ("sources",), entry.value["sources"])
        self.refinements(entry)

    def refinements(self, entry: reading.Entry) -> None:
        """Judge the values that a record's refinements set."""
        for position, each in enumerate(entry.value.get("refinements", [])):
            for key, name in (("uses", "uses"), ("use_modifiers", "use-modifiers")):
                for place, slug in enumerate(each.get(key, [])):
                    self.term(entry, ("refinements", position, key, place), slug, name)

"""The labelled cases, and how far the program's answers agree with them."""

import collections
import dataclasses
import pathlib
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from tracker import models, standing
from tracker.matching import answers

Case = dict[str, Any]
Pair = tuple[str, str]

FILE = pathlib.Path(__file__).parent / "labelled_cases.yaml"
CASES: list[Case] = yaml.safe_load(FILE.read_text())
DOUBTS = {"likely", "partly", "unknown", "through-parent"}


def name_of(case: Case) -> str:
    """The case's own name, or that of its deployment."""
    return str(case.get("name") or case["deployment"])


def answer_to(case: Case) -> answers.Answer:
    """What the program says of the event on its day, or of the situation."""
    if "deployment" in case:
        deployment = models.Deployment.objects.get(slug=case["deployment"])
        return standing.for_deployment(deployment=deployment, on=case.get("as_of"), viewer=None)
    return standing.for_situation(situation=case["situation"], viewer=None)


@dataclasses.dataclass(frozen=True)
class Tally:
    """Pairs of clause and standing: rightly listed, wrongly listed, and missed."""

    right: collections.Counter[Pair] = dataclasses.field(default_factory=collections.Counter)
    wrong: collections.Counter[Pair] = dataclasses.field(default_factory=collections.Counter)
    missed: collections.Counter[Pair] = dataclasses.field(default_factory=collections.Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    def of(self, name: str) -> "Tally":
        """The pairs of one standing."""
        parts = (self.right, self.wrong, self.missed)
        return Tally(
            *(
                collections.Counter({pair: many for pair, many in part.items() if pair[1] == name})
                for part in parts
            )
        )

    @property
    def precision(self) -> float:
        """The share of what is listed that is right; 1 where nothing is listed."""
        return _share(self.right.total(), self.wrong.total())

    @property
    def recall(self) -> float:
        """The share of what should be listed that is; 1 where nothing should be."""
        return _share(self.right.total(), self.missed.total())

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right.total(), self.wrong.total() + self.missed.total())


def _share(good: int, bad: int) -> float:
    return good / (good + bad) if good + bad else 1.0


def tally(*, case: Case, said: Iterable[Pair]) -> Tally:
    """Count one answer, given as pairs of clause and standing.

    Of an `only` case everything counts, but for `may`. Of the others only what the labels speak
    of: a clause with another standing is wrong and missed, a clause labelled absent is wrong.
    """
    labelled = {(slug, name) for name, slugs in case["stands"].items() for slug in slugs}
    spoken_of = {slug for slug, _name in labelled} | set(case.get("absent", ()))
    listed = set(said)
    extra = {
        pair
        for pair in listed - labelled
        if pair[0] in spoken_of or (case.get("only") and pair[0] not in case.get("may", ()))
    }
    return Tally(
        right=collections.Counter(labelled & listed),
        wrong=collections.Counter(extra),
        missed=collections.Counter(labelled - listed),
    )


def differences(case: Case) -> list[str]:
    """What the answer says otherwise than the label, in words."""
    answer = answer_to(case)
    entries = {entry.clause: entry for entry in answer.entries}
    found = list(_wrongly_listed(case, entries)) or list(_wrongly_told(case, entries))
    if "first" in case and answer.entries[0].clause != case["first"]:
        found.append(f"{answer.entries[0].clause} leads")
    if answer.unmatched != tuple(case.get("unmatched", ())):
        found.append(f"not in our records: {answer.unmatched}")
    return found


def _wrongly_listed(case: Case, entries: dict[str, answers.Entry]) -> Iterator[str]:
    said = {(slug, entry.standing) for slug, entry in entries.items()}
    found = tally(case=case, said=said)
    for slug, name in sorted(found.missed):
        other = entries[slug].standing if slug in entries else "missing"
        yield f"{slug} is {other}, not {name}"
    missed = {slug for slug, _name in found.missed}
    yield from (
        f"{slug} should not be listed"
        for slug in sorted({slug for slug, _name in found.wrong} - missed)
    )


def _wrongly_told(case: Case, entries: dict[str, answers.Entry]) -> Iterator[str]:
    for bearing in ("main", "also"):
        for slug in case.get(bearing, ()):
            if entries[slug].bearing != bearing:
                yield f"{slug} is not {bearing}"
    for slug in case.get("asks", ()):
        if not _hows(entries[slug], "party") & DOUBTS:
            yield f"{slug} does not ask who is signatory"
    for slug in case.get("retroactive", ()):
        if "retroactive" not in _hows(entries[slug], "term"):
            yield f"{slug} does not say that it counts from its first day"
    for slug, heads in case.get("within", {}).items():
        yield from (
            f"{slug} is not within {head}" for head in heads if slug not in entries[head].includes
        )


def _hows(entry: answers.Entry, facet: str) -> set[str]:
    return {reason.how for reason in entry.reasons if reason.facet == facet}

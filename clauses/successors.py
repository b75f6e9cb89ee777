"""Proposes which clauses of a later agreement follow a clause: suggestions, each with reasons.

A score orders them and decides nothing.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

MOST = 4
LEAST = 0.2
WEIGHTS = {"section": 0.2, "title": 0.25, "words": 0.25, "types": 0.1, "uses": 0.12, "roles": 0.08}
COMMON = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "must",
        "no",
        "not",
        "of",
        "on",
        "or",
        "shall",
        "that",
        "the",
        "their",
        "them",
        "this",
        "to",
        "under",
        "when",
        "which",
        "who",
        "will",
        "with",
    }
)


class Worded(Protocol):
    """What is compared of a clause."""

    section: str
    title: str
    summary: str
    safeguard_types: list[str]
    uses: list[str]
    roles: list[str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A clause that may follow, from 0 to 1, and why it is proposed."""

    clause: Worded
    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The score for people."""
        return round(self.score * 100)


def proposed(*, clause: Worded, among: Iterable[Worded]) -> list[Suggestion]:
    """Return the few clauses of `among` most like `clause`, the likeliest first."""
    found = [suggestion(clause=clause, other=each) for each in among]
    likely = [each for each in found if each.score >= LEAST]
    return sorted(likely, key=lambda each: -each.score)[:MOST]


def suggestion(*, clause: Worded, other: Worded) -> Suggestion:
    """Score one pair: sections, titles, words, types, uses and roles, each a share of 1."""
    shares = {
        "section": _sections(clause.section, other.section),
        "title": _alike(_stems(clause.title), _stems(other.title)),
        "words": _alike(_stems(clause.summary), _stems(other.summary)),
        "types": _alike(set(clause.safeguard_types), set(other.safeguard_types)),
        "uses": _alike(set(clause.uses), set(other.uses)),
        "roles": _alike(set(clause.roles), set(other.roles)),
    }
    said = {
        "section": _("the section is the same or its neighbour"),
        "title": _("the titles share words"),
        "words": _("the summaries share words"),
        "types": _("the same kinds of safeguard"),
        "uses": _("the same uses of AI"),
        "roles": _("the same roles"),
    }
    return Suggestion(
        clause=other,
        score=sum(WEIGHTS[name] * share for name, share in shares.items()),
        reasons=tuple(said[name] for name, share in shares.items() if share >= 0.34),
    )


def _sections(one: str, other: str) -> float:
    """1 for the same section, less for each part in which two differ; 0 where one is unknown."""
    first, second = _parts(one), _parts(other)
    if not first or not second:
        return 0.0
    same = 0
    for left, right in zip(first, second, strict=False):
        if left != right:
            break
        same += 1
    return same / max(len(first), len(second))


def _parts(section: str) -> Sequence[str]:
    return re.findall(r"[a-z]+|\d+", section.lower())


def _stems(text: str) -> set[str]:
    """Words without endings, so that "scan" and "scans" are one; small words left out."""
    words = re.findall(r"[^\W_]+", text.lower())
    return {word[:6].rstrip("s") for word in words if word not in COMMON and len(word) > 1}


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0

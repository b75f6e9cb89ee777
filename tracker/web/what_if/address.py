"""What a reader tells of a situation. It stands in the address alone; nothing of it is stored."""

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from clauses import vocabulary
from tracker.matching import questions
from tracker.web import refusals

WHO, FACT, NOT_KNOWN, DAY = "who", "fact", "not_known", "as_of"
LISTS = {
    "role": ("roles", "roles"),
    "use": ("uses", "uses"),
    "place": ("places", "jurisdictions"),
    "sector": ("sectors", "sectors"),
    "bound_by": ("agreements", "bound_by"),
    "not_bound_by": ("agreements", "not_bound_by"),
    "not_place": ("places", "not_jurisdictions"),
    "not_sector": ("sectors", "not_sectors"),
}
"""Parameter → the list its values belong to, and the field of a situation that takes them."""
PARAMETERS = (*LISTS, WHO, FACT, NOT_KNOWN, DAY)
OPPOSITES = {"not_bound_by": "bound_by", "not_place": "place", "not_sector": "sector"}
YES, NO, UNKNOWN = "yes", "no", "unknown"
STATES = {YES: True, NO: False, UNKNOWN: None}
MOST_VALUES, LONGEST = 20, 200
Pair = tuple[str, str]
Names = Mapping[str, Mapping[str, str]]


@dataclasses.dataclass(frozen=True)
class Told:
    """Parameters and values, each once, in the order in which an address is written."""

    pairs: tuple[Pair, ...] = ()

    def __bool__(self) -> bool:
        return any(name != DAY for name, _value in self.pairs)

    def values(self, name: str) -> list[str]:
        """List the values of one parameter."""
        return [value for other, value in self.pairs if other == name]

    @property
    def facts(self) -> dict[str, str]:
        """Facts with what is told of each: yes, no or unknown."""
        told = (value.rpartition(":") for value in self.values(FACT))
        return {fact: state for fact, _colon, state in told}

    @property
    def is_complete(self) -> bool:
        """Tell whether something can follow at all: without a use, no clause is met."""
        return bool(self.values("use"))

    def without(self, *pairs: Pair) -> "Told":
        """The same without these."""
        return Told(tuple(pair for pair in self.pairs if pair not in pairs))

    def address(self) -> str:
        """Return the address of the page."""
        query = urlencode(self.pairs, safe=":")
        return f"{reverse('what_if')}{'?' + query if query else ''}"

    def situation(self, *, day: str) -> dict[str, Any]:
        """Return what the rules are asked."""
        facts = {fact: STATES[state] for fact, state in self.facts.items()}
        return {
            "date": day,
            "deployers": self.values(WHO),
            "facts": facts,
            "not_known": self.values(NOT_KNOWN),
            **{field: self.values(name) for name, (_kind, field) in LISTS.items()},
        }


@dataclasses.dataclass(frozen=True)
class Reading:
    """What an address says, what is wrong with it at which field, and how we would write it."""

    told: Told
    errors: dict[str, list[str]]
    is_plain: bool


def names_of(*, words: vocabulary.Vocabulary, agreements: Mapping[str, str]) -> dict[str, Any]:
    """Return the labels of everything that may be chosen, by list and slug."""
    lists = ("roles", "uses", "places", "sectors", "facts")
    found = {kind: {term.slug: term.label for term in words.terms(kind)} for kind in lists}
    return found | {"agreements": dict(agreements)}


def read(*, query: QueryDict, names: Names) -> Reading:
    """Read the address; a value that is not known is named at its field, the others are kept."""
    raw = [(name, value) for name, values in query.lists() for value in values]
    ours = [(name, value) for name, value in raw if not name.startswith(refusals.FOREIGN)]
    pairs = _tidy(ours)
    errors: dict[str, list[str]] = {}
    for pair in pairs:
        sentence = _fault(*pair, names=names)
        if sentence:
            errors.setdefault(pair[0], []).append(sentence)
    wrong = [pair for pair in pairs if _fault(*pair, names=names)]
    told = Told(tuple(pairs)).without(*wrong)
    _contradictions(told=told, names=names, errors=errors)
    for name in PARAMETERS:
        if len(told.values(name)) > MOST_VALUES:
            sentence = _("At most %(most)d at a time. Take some away.") % {"most": MOST_VALUES}
            errors.setdefault(name, []).append(sentence)
    return Reading(told=told, errors=errors, is_plain=pairs == ours)


def _tidy(given: Iterable[Pair]) -> list[Pair]:
    """Each value once, without the empty ones, in the order of the parameters."""
    found: dict[Pair, None] = {}
    for name, text in given:
        for part in text.split(";") if name == WHO else (text,):
            value = " ".join(part.replace("\x00", " ").split())
            if value and name in PARAMETERS:
                found[name, value] = None
    day = [pair for pair in found if pair[0] == DAY][-1:]
    rest = [pair for pair in found if pair[0] != DAY]
    return sorted([*rest, *day], key=lambda pair: PARAMETERS.index(pair[0]))


def _fault(name: str, value: str, *, names: Names) -> str:
    """Say what is wrong with a value, or nothing."""
    if name in LISTS:
        known = names[LISTS[name][0]]
        return "" if value in known else _not_known(value, known)
    if name == WHO:
        return _("A name has at most %(most)d signs.") % {"most": LONGEST} * (len(value) > LONGEST)
    if name == FACT:
        fact, _colon, state = value.rpartition(":")
        if fact in names["facts"] and state in STATES:
            return ""
        return _not_known(value, names["facts"])
    if name == NOT_KNOWN:
        field, _colon, about = value.partition(":")
        return "" if field in questions.FIELDS and about else _not_known(value, {})
    return ""


def _not_known(value: str, known: Mapping[str, str]) -> str:
    shown = value[:60]
    word = value.partition(":")[0]
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    if close:
        sentence = _("We do not know “%(value)s”. Did you mean “%(nearest)s”?")
        return sentence % {"value": shown, "nearest": known[close[0]]}
    return _("We do not know “%(value)s”. Choose from the list.") % {"value": shown}


def _contradictions(*, told: Told, names: Names, errors: dict[str, list[str]]) -> None:
    """Name what is told both ways."""
    both = [
        (name, names[LISTS[name][0]][value])
        for opposite, name in OPPOSITES.items()
        for value in told.values(opposite)
        if value in told.values(name)
    ]
    slugs = [value.rpartition(":")[0] for value in told.values(FACT)]
    both += [(FACT, names["facts"][fact]) for fact in dict.fromkeys(slugs) if slugs.count(fact) > 1]
    for name, label in both:
        sentence = _("“%(name)s” is told both ways. Keep one of the two.") % {"name": label}
        errors.setdefault(name, []).append(sentence)

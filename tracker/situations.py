"""Turns a described situation into an event for the rules; refuses what it does not know."""

import dataclasses
import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from clauses import models as clauses
from clauses import visibility
from tracker import rulebook
from tracker.matching import questions, records

PLACE = re.compile(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
LISTS = (
    "uses",
    "capabilities",
    "roles",
    "deployers",
    "bound_by",
    "not_bound_by",
    "sectors",
    "not_sectors",
    "jurisdictions",
    "not_jurisdictions",
    "works",
    "stages",
    "not_known",
)
FLAGS = ("offered", "company_programme")
FIELDS = ("date", *LISTS, *FLAGS, "facts")
# What is ruled out stands against what is told.
OPPOSITES = {
    "bound_by": "not_bound_by",
    "sectors": "not_sectors",
    "jurisdictions": "not_jurisdictions",
}
# Words of the source files that are accepted, and the crosswalks that know them.
CROSSWALKS = {
    "uses": ("uses_from_triggers", "uses_from_capabilities", "uses_from_capabilities_extra"),
    "roles": ("roles_from_protects", "roles_from_affected_roles"),
    "sectors": ("sectors_from_media",),
    "not_sectors": ("sectors_from_media",),
    "jurisdictions": ("jurisdictions", "countries"),
    "not_jurisdictions": ("jurisdictions", "countries"),
    "stages": ("production_stages",),
}
VOCABULARIES = {
    "uses": "uses",
    "capabilities": "capabilities",
    "roles": "roles",
    "sectors": "sectors",
    "not_sectors": "sectors",
    "jurisdictions": "places",
    "not_jurisdictions": "places",
    "stages": "production-stages",
    "facts": "facts",
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at which field, and the nearest known values."""

    field: str
    message: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        return f"{self.field}: {self.message}{hint}"


class SituationRefusedError(Exception):
    """What was described cannot be judged; `faults` say why, field by field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(fault) for fault in self.faults))


@dataclasses.dataclass(frozen=True)
class Situation:
    """A described situation, understood: the event, the day, and questions without an answer."""

    event: records.EventRecord
    on: datetime.date
    not_known: frozenset[str] = frozenset()


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known values that look most like the word."""
    values = {value.casefold(): value for value in sorted(known)}
    found = difflib.get_close_matches(word.casefold(), values, n=3, cutoff=0.5)
    if not found:
        found = [low for low in values if word.casefold() in low][:3]
    return tuple(values[low] for low in found)


def a_day(value: object, *, field: str) -> datetime.date:
    """Read YYYY-MM-DD. Raises SituationRefusedError."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a date; write YYYY-MM-DD."
        raise SituationRefusedError([Fault(field, message)]) from None


def understand(
    *,
    situation: Mapping[str, Any],
    book: rulebook.Rulebook,
    viewer: visibility.Viewer | None,
) -> Situation:
    """Judge every field and gather all faults. Raises SituationRefusedError."""
    reader = _Reader(situation, book, viewer)
    return reader.read()


class _Reader:
    """Reads one situation, field by field, collecting faults."""

    def __init__(
        self,
        situation: Mapping[str, Any],
        book: rulebook.Rulebook,
        viewer: visibility.Viewer | None,
    ) -> None:
        self.situation = situation
        self.book = book
        self.viewer = viewer
        self.faults: list[Fault] = []
        self.known: dict[str, set[str]] = {}
        for listed, slug in clauses.TaxonomyTerm.objects.filter(
            vocabulary__in=VOCABULARIES.values()
        ).values_list("vocabulary", "slug"):
            self.known.setdefault(listed, set()).add(slug)
        names = {name for listed in CROSSWALKS.values() for name in listed}
        self.words: dict[tuple[str, str], list[str]] = {}
        for row in clauses.Crosswalk.objects.filter(name__in=names):
            self.words[row.name, row.value] = row.targets

    def read(self) -> Situation:
        """The event, or every fault at once."""
        for name in self.situation:
            if name not in FIELDS:
                self._fault(str(name), "is not a field of a situation.", FIELDS)
        on = self._date()
        lists = {name: self._list(name) for name in LISTS}
        flags = {name: self._flag(name) for name in FLAGS}
        facts = self._facts()
        chosen = {name: self._choose(name, lists[name]) for name in VOCABULARIES if name in lists}
        deployers, unmatched = self._deployers(lists["deployers"])
        for field in ("bound_by", "not_bound_by"):
            for slug in lists[field]:
                if slug not in self.book.library.agreements:
                    self._fault(field, f"{slug!r} is no agreement.", self.book.library.agreements)
        for field, opposite in OPPOSITES.items():
            told = chosen.get(field, lists[field])
            for slug in chosen.get(opposite, lists[opposite]):
                if slug in told:
                    self._fault(opposite, f"{slug!r} stands in {field} as well.")
        not_known = self._not_known(lists["not_known"])
        if self.faults or on is None:
            raise SituationRefusedError(self.faults)
        direct = self.book.library.words.direct_uses
        event = records.EventRecord(
            kind="production-use",
            is_situation=True,
            uses=(
                *chosen["uses"],
                *(use for name in chosen["capabilities"] for use in direct.get(name, ())),
            ),
            capabilities=(
                *chosen["capabilities"],
                *(use for use in chosen["uses"] if use in direct.get(use, ())),
            ),
            roles=chosen["roles"],
            sectors=chosen["sectors"],
            places=chosen["jurisdictions"],
            stages=chosen["stages"],
            deployers=deployers,
            unmatched_deployers=unmatched,
            bound_by=lists["bound_by"],
            not_bound_by=lists["not_bound_by"],
            not_places=chosen["not_jurisdictions"],
            not_sectors=chosen["not_sectors"],
            works=lists["works"],
            facts=facts,
            offered=flags["offered"],
            company_programme=bool(flags["company_programme"]),
        )
        return Situation(event=event, on=on, not_known=frozenset(not_known))

    def _fault(self, field: str, message: str, known: Iterable[str] = ()) -> None:
        word = message.split("'")[1] if "'" in message else field
        self.faults.append(Fault(field, message, nearest(word, known)))

    def _date(self) -> datetime.date | None:
        if "date" not in self.situation:
            self._fault("date", "is missing; every answer is as of a day.")
            return None
        try:
            return a_day(self.situation["date"], field="date")
        except SituationRefusedError as refusal:
            self.faults.extend(refusal.faults)
            return None

    def _list(self, name: str) -> tuple[str, ...]:
        value = self.situation.get(name, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            self._fault(name, "must be a list of texts.")
            return ()
        return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))

    def _flag(self, name: str) -> bool | None:
        value = self.situation.get(name)
        if value is not None and not isinstance(value, bool):
            self._fault(name, "must be true or false.")
            return None
        return value

    def _facts(self) -> dict[str, bool]:
        value = self.situation.get("facts", {})
        if not isinstance(value, Mapping):
            self._fault("facts", "must be an object of facts that are true or false.")
            return {}
        known = self.known.get("facts", set())
        told = {}
        for fact, state in value.items():
            if fact not in known:
                self._fault("facts", f"{fact!r} is no fact that we know.", known)
            elif state is not None and not isinstance(state, bool):
                self._fault("facts", f"{fact!r} must be true or false; leave out the unknown.")
            elif state is not None:
                told[fact] = state
        return told

    def _not_known(self, names: tuple[str, ...]) -> list[str]:
        """Questions without an answer: those named, and facts that are null."""
        facts = self.situation.get("facts")
        told = dict(facts) if isinstance(facts, Mapping) else {}
        open_facts = [f"{questions.FACTS}:{fact}" for fact, state in told.items() if state is None]
        for name in names:
            field, _, value = name.partition(":")
            if field not in questions.FIELDS or not value:
                fields = ", ".join(questions.FIELDS)
                self._fault(
                    "not_known",
                    f"{name!r} is no question; write a field ({fields}), a colon and a value.",
                    (f"{one}:" for one in questions.FIELDS),
                )
        return [*names, *open_facts]

    def _choose(self, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Ids of the vocabulary; words of the sources are answered with them."""
        known = self.known.get(VOCABULARIES[name], set())
        chosen: list[str] = []
        for value in values:
            found = self._lookup(name, value, known)
            if found:
                chosen.extend(found)
            else:
                words = {word for listed, word in self.words if listed in CROSSWALKS.get(name, ())}
                self._fault(name, f"{value!r} is not known.", known | words)
        return tuple(dict.fromkeys(chosen))

    def _lookup(self, name: str, value: str, known: set[str]) -> list[str]:
        if value in known:
            return [value]
        for listed in CROSSWALKS.get(name, ()):
            targets = self.words.get((listed, value))
            if targets and set(targets) <= known:
                return targets
        if VOCABULARIES[name] == "places" and PLACE.match(value):
            return [value]
        return []

    def _deployers(self, values: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Parties by slug, name or alias; a name that nobody has is taken as not bound."""
        by_name: dict[str, tuple[str, ...]] = {}
        for party in clauses.Party.objects.visible_to(self.viewer):
            for word in (party.slug, party.name, *party.aliases):
                by_name.setdefault(word.casefold(), (party.slug,))
        for row in clauses.PartyName.objects.filter(field=clauses.PartyName.Field.DEPLOYED_BY):
            by_name.setdefault(row.value.casefold(), tuple(row.parties))
        found: list[str] = []
        unmatched: list[str] = []
        for value in values:
            known = [
                slug
                for slug in by_name.get(value.casefold(), ())
                if slug in self.book.library.parties
            ]
            found.extend(known)
            if not known:
                unmatched.append(value)
        return tuple(dict.fromkeys(found)), tuple(unmatched)

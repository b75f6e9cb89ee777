"""Sentences for reasons and questions: one template a key and language, names by the labels."""

import dataclasses
import datetime
from collections.abc import Mapping
from types import ModuleType

from tracker.matching import answers, phrases_en, phrases_es, phrases_fr, questions

PHRASES: Mapping[str, ModuleType] = {"en": phrases_en, "fr": phrases_fr, "es": phrases_es}
DEFAULT = "en"
# Which list of the taxonomy (or which records) a facet's matched values belong to.
KIND_OF_FACET = {
    "use": "use",
    "role": "role",
    "sector": "sector",
    "place": "place",
    "party": "party",
    "fact": "fact",
}
PLACEHOLDER_OF_KIND = {
    "use": "uses",
    "role": "roles",
    "sector": "sectors",
    "place": "places",
    "party": "parties",
    "fact": "facts",
}
KIND_OF_KEY = {"work.abroad": "place", "work.first-named": "party", "work.stage": "stage"}
AGREEMENT_VALUES = frozenset({"agreement", "own_agreement", "successor"})


@dataclasses.dataclass(frozen=True, slots=True)
class Labels:
    """Names by kind, id and language; what has no name shows its id."""

    names: Mapping[str, Mapping[str, Mapping[str, str]]] = dataclasses.field(default_factory=dict)

    def of(self, *, kind: str, slug: str, language: str) -> str:
        """The name in the language, else in English, else the id."""
        known = self.names.get(kind, {}).get(slug, {})
        return known.get(language) or known.get(DEFAULT) or slug


def sentence(*, reason: answers.Reason, labels: Labels, language: str = DEFAULT) -> str:
    """The reason in words."""
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    filled = {name: _value(name, raw, labels, language) for name, raw in reason.values}
    kind = KIND_OF_KEY.get(reason.key) or KIND_OF_FACET.get(reason.facet, "")
    if kind:
        found = [labels.of(kind=kind, slug=slug, language=language) for slug in reason.matched]
        filled[PLACEHOLDER_OF_KIND.get(kind, kind)] = _join(found, phrases)
        if kind == "fact":
            filled["question"] = " ".join(
                question(fact=slug, labels=labels, language=language) for slug in reason.matched
            )
        if reason.key == "use.enabled":
            named = [
                labels.of(kind="capability", slug=slug, language=language)
                for slug in reason.matched
            ]
            filled["capabilities"] = _capital(_join(named, phrases))
    text = phrases.SENTENCES[reason.key].format(**filled)
    return _capital(text)


def question(*, fact: str, labels: Labels, language: str = DEFAULT) -> str:
    """What to ask where a fact is unknown: the vocabulary's question, else one made of its name."""
    if fact in labels.names.get("question", {}):
        return labels.of(kind="question", slug=fact, language=language)
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    name = labels.of(kind="fact", slug=fact, language=language)
    return str(phrases.OPEN_FACT).format(fact=name.replace("-", " "))


def open_question(*, asked: questions.Question, labels: Labels, language: str = DEFAULT) -> str:
    """The next question in words."""
    if asked.field == questions.FACTS:
        return question(fact=asked.value, labels=labels, language=language)
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    if asked.field == questions.BOUND_BY:
        name = labels.of(kind="agreement", slug=asked.value, language=language)
        return str(phrases.OPEN_AGREEMENT).format(agreement=name)
    if asked.field == questions.PLACES:
        name = labels.of(kind="place", slug=asked.value, language=language)
        return str(phrases.OPEN_PLACE).format(places=name)
    name = labels.of(kind="sector", slug=asked.value, language=language)
    return str(phrases.OPEN_SECTOR).format(sectors=name)


def silence(*, key: str, language: str = DEFAULT) -> str:
    """Why nothing follows, in words; empty where something may."""
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    return str(phrases.SENTENCES[f"silence.{key}"]) if key else ""


def gap(*, role: str, labels: Labels, language: str = DEFAULT) -> str:
    """That no clause reaches this for a role, in words."""
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    name = labels.of(kind="role", slug=role, language=language)
    return str(phrases.SENTENCES["gap.role"]).format(roles=name)


def day(*, date: datetime.date, language: str = DEFAULT) -> str:
    """A day as people of the language write it."""
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    number = phrases.FIRST_OF_MONTH if date.day == 1 else str(date.day)
    return str(phrases.DAY).format(
        number=number, month=phrases.MONTHS[date.month - 1], year=date.year
    )


def month(*, date: datetime.date, language: str = DEFAULT) -> str:
    """A month as people of the language write it."""
    phrases = PHRASES.get(language, PHRASES[DEFAULT])
    return str(phrases.MONTH).format(month=phrases.MONTHS[date.month - 1], year=date.year)


def _value(name: str, raw: str, labels: Labels, language: str) -> str:
    if name in AGREEMENT_VALUES:
        return labels.of(kind="agreement", slug=raw, language=language)
    if raw and name.endswith("day"):
        return day(date=datetime.date.fromisoformat(raw), language=language)
    return raw


def _join(names: list[str], phrases: ModuleType) -> str:
    names = list(dict.fromkeys(names))
    if len(names) < 2:
        return "".join(names)
    return str(phrases.AND).format(first=", ".join(names[:-1]), last=names[-1])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

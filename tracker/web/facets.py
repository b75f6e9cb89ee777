"""Narrowing a list of clauses: what can be chosen, how many each choice leaves, what is chosen."""

import collections
import dataclasses
from collections.abc import Iterable, Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from clauses import vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from clauses.models import union as unions
from tracker.web import refusals

NAMES = ("union", "role", "type", "use", "evidence")
MOST_SHOWN = 12
GRADES = ("A", "B", "C", "D", "E")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice:
    """One box to tick."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facet:
    """One group of boxes."""

    name: str
    choices: tuple[Choice, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the reader ticked, by facet; every value is known."""

    values: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        return any(self.values.values())


def read(*, query: QueryDict, words: vocabulary.Vocabulary) -> Chosen:
    """Read the facets of an address. Raises BadParameter for a value that is not in the lists."""
    known = {
        "union": list(unions.Union.objects.values_list("slug", flat=True))
        if "union" in query
        else [],
        "role": [term.slug for term in words.terms("roles")],
        "type": [term.slug for term in words.terms("safeguard-types")],
        "use": [term.slug for term in words.terms("uses")],
        "evidence": list(GRADES),
    }
    values = {}
    for name in NAMES:
        given = [value for value in query.getlist(name) if value]
        for value in given:
            refusals.refuse_unknown_value(name=name, value=value, known=known[name])
        values[name] = tuple(given)
    return Chosen(values=values)


def narrowed(
    *, queryset: clauses.ClauseQuerySet, chosen: Chosen, words: vocabulary.Vocabulary
) -> clauses.ClauseQuerySet:
    """Keep the clauses that have one of the values ticked in every facet that has any."""
    values = chosen.values
    if values["union"]:
        queryset = queryset.filter(
            agreement__in=agreements.Agreement.objects.filter(unions__slug__in=values["union"])
        )
    if values["role"]:
        queryset = queryset.filter(roles__overlap=list(values["role"]))
    if values["type"]:
        queryset = queryset.filter(safeguard_types__overlap=list(values["type"]))
    if values["use"]:
        queryset = queryset.filter(uses__overlap=list(values["use"]))
    if values["evidence"]:
        levels = [
            term.slug for term in words.terms("evidence-levels") if term.grade in values["evidence"]
        ]
        queryset = queryset.filter(evidence_level__in=levels)
    return queryset


def counted(
    *, queryset: clauses.ClauseQuerySet, chosen: Chosen, words: vocabulary.Vocabulary
) -> list[Facet]:
    """Count what each choice would leave of `queryset`, in two queries whatever its size."""
    rows = list(
        queryset.order_by().values_list(
            "agreement_id", "roles", "safeguard_types", "uses", "evidence_level"
        )
    )
    holders: dict[int, list[str]] = collections.defaultdict(list)
    names: dict[str, str] = {}
    for slug, name, agreement_id in unions.Union.objects.filter(
        agreements__isnull=False
    ).values_list("slug", "name", "agreements__pk"):
        holders[agreement_id].append(slug)
        names[slug] = name
    tallies: dict[str, collections.Counter[str]] = {
        "union": _tally(holders.get(row[0], []) for row in rows),
        "role": _tally(row[1] for row in rows),
        "type": _tally(row[2] for row in rows),
        "use": _tally(row[3] for row in rows),
        "evidence": _tally([words.grade(row[4])] for row in rows),
    }
    vocabularies = {"role": "roles", "type": "safeguard-types", "use": "uses"}
    facets = []
    for name in NAMES:
        tally = tallies[name]
        ticked = chosen.values[name]
        ordered = sorted(tally, key=lambda value: (-tally[value], value))[:MOST_SHOWN]
        if name == "evidence":
            ordered = [grade for grade in GRADES if tally[grade]]
        ordered.extend(value for value in ticked if value not in ordered)
        facets.append(
            Facet(
                name=name,
                choices=tuple(
                    Choice(
                        value=value,
                        label=names.get(value, value)
                        if name == "union"
                        else _("Grade %(grade)s") % {"grade": value}
                        if name == "evidence"
                        else words.label(vocabularies[name], value),
                        count=tally[value],
                        is_chosen=value in ticked,
                    )
                    for value in ordered
                ),
            )
        )
    return facets


def _tally(groups: Iterable[Iterable[str]]) -> collections.Counter[str]:
    return collections.Counter(value for group in groups for value in set(group))

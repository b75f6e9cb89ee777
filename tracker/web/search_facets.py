"""Narrowing a search over all kinds of record: what can be chosen, how many each choice leaves."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clauses import visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import statute as statutes
from clauses.models import union as unions
from clauses.searching import facets
from tracker.web import refusals, wording

KINDS = {
    "clause": gettext_lazy("Clauses and laws"),
    "agreement": gettext_lazy("Agreements"),
    "deployment": gettext_lazy("Deployments"),
    "product": gettext_lazy("Products"),
    "vendor": gettext_lazy("Vendors"),
    "party": gettext_lazy("Companies and bodies"),
    "advisory": gettext_lazy("Notes from your union"),
}
"""Kinds of record that have a page of their own; a law is met on the page of its clause."""

STATES = {
    facets.State.IN_FORCE: gettext_lazy("In force"),
    facets.State.UPCOMING: gettext_lazy("Not yet in force"),
    facets.State.LAPSED: gettext_lazy("Ended"),
    facets.State.NO_START: gettext_lazy("No first day on record"),
}
LEGENDS = {
    "kind": gettext_lazy("Kind"),
    "state": gettext_lazy("On this day"),
    "union": gettext_lazy("Union"),
    "agreement": gettext_lazy("Agreement or law"),
    "role": gettext_lazy("Role"),
    "use": gettext_lazy("Use of AI"),
    "type": gettext_lazy("About"),
    "grade": gettext_lazy("Evidence"),
}
GRADES = ("A", "B", "C", "D", "E")
VOCABULARIES = {"role": "roles", "use": "uses", "type": "safeguard-types"}
MOST_SHOWN = 10


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
    legend: str
    choices: tuple[Choice, ...]
    is_open: bool


def read(
    *, query: QueryDict, words: vocabulary.Vocabulary, viewer: visibility.Viewer | None
) -> dict[str, tuple[str, ...]]:
    """Read what is ticked. Raises BadParameter for a value that the reader's lists do not hold."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name in facets.NAMES:
        given = tuple(dict.fromkeys(value for value in query.getlist(name) if value))
        if given:
            known = _known(name=name, words=words, viewer=viewer)
            for value in given:
                refusals.refuse_unknown_value(name=name, value=value, known=known)
            chosen[name] = given
    return chosen


def _known(
    *, name: str, words: vocabulary.Vocabulary, viewer: visibility.Viewer | None
) -> list[str]:
    if name in VOCABULARIES:
        return [term.slug for term in words.terms(VOCABULARIES[name])]
    if name == "union":
        return list(unions.Union.objects.values_list("slug", flat=True))
    if name == "agreement":
        return [
            *agreements.Agreement.objects.visible_to(viewer).values_list("slug", flat=True),
            *statutes.Statute.objects.visible_to(viewer).values_list("slug", flat=True),
        ]
    closed = {"kind": list(KINDS), "state": [*map(str, STATES)], "grade": list(GRADES)}
    return closed[name]


def shown(
    *,
    counts: facets.Counts,
    chosen: Mapping[str, Sequence[str]],
    words: vocabulary.Vocabulary,
    viewer: visibility.Viewer | None,
) -> list[Facet]:
    """Return the boxes with their numbers, the most numerous first; three queries for names."""
    values = {name: _ordered(name, counts, chosen.get(name, ())) for name in facets.NAMES}
    labels = _labels(values, words, viewer)
    return [
        Facet(
            name=name,
            legend=str(LEGENDS[name]),
            choices=tuple(
                Choice(
                    value=value,
                    label=labels[name].get(value, value),
                    count=counts.by_facet.get(name, {}).get(value, 0),
                    is_chosen=value in chosen.get(name, ()),
                )
                for value in values[name]
            ),
            is_open=name in ("kind", "state", "union") or bool(chosen.get(name)),
        )
        for name in facets.NAMES
        if values[name]
    ]


def _ordered(name: str, counts: facets.Counts, ticked: Sequence[str]) -> list[str]:
    tally = counts.by_facet.get(name, {})
    fixed: dict[str, Sequence[str]] = {
        "kind": list(KINDS),
        "state": list(STATES),
        "grade": list(GRADES),
    }
    if name in fixed:
        return [value for value in fixed[name] if value in tally or value in ticked]
    ordered = sorted(tally, key=lambda value: (-tally[value], value))[:MOST_SHOWN]
    return [*ordered, *(value for value in ticked if value not in ordered)]


def _labels(
    values: Mapping[str, Sequence[str]],
    words: vocabulary.Vocabulary,
    viewer: visibility.Viewer | None,
) -> dict[str, Mapping[str, str]]:
    held: dict[str, str] = {}
    models: tuple[Any, ...] = (agreements.Agreement, statutes.Statute)
    for model in models:
        rows = model.objects.visible_to(viewer).filter(slug__in=values["agreement"])
        held |= {
            slug: wording.short_name(name=name) for slug, name in rows.values_list("slug", "name")
        }
    return {
        "kind": {kind: str(label) for kind, label in KINDS.items()},
        "state": {str(state): str(label) for state, label in STATES.items()},
        "union": dict(
            unions.Union.objects.filter(slug__in=values["union"]).values_list("slug", "name")
        ),
        "agreement": held,
        "grade": {grade: _("Grade %(grade)s") % {"grade": grade} for grade in GRADES},
        **{
            name: {value: words.label(spoken, value) for value in values[name]}
            for name, spoken in VOCABULARIES.items()
        },
    }

"""Turns unions, vocabulary, crosswalks and names into the rows that the database should hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from clauses.loading import library, reading, wanted
from clauses.models import Crosswalk, PartyName, TaxonomyTerm, Union

COMMON = frozenset({"slug", "parent", "labels", "definitions", "synonyms"})


def of(*, catalogue: library.Library) -> Iterator[wanted.Row]:
    """Yield every plain row of the library."""
    for entry in catalogue.unions.values():
        yield _union(entry.value)
    for name, terms in catalogue.vocabularies.items():
        for order, entry in enumerate(terms.values(), start=1):
            yield _term(name, order, entry.value, catalogue)
    yield _everyone(catalogue)
    for crosswalk in catalogue.crosswalks.values():
        for order, row in enumerate(crosswalk.within("rows"), start=1):
            yield _crosswalk(crosswalk.value, order, row.value)
    for field, names in catalogue.names.items():
        for order, entry in enumerate(names.values(), start=1):
            yield _name(field, order, entry.value)


def _union(value: Mapping[str, Any]) -> wanted.Row:
    return wanted.Row(
        model=Union,
        key=("slug",),
        values={
            "slug": value["slug"],
            "name": value["name"],
            "aliases": value["aliases"],
            "country": value["country"],
            "region": value.get("region", ""),
            "kind": value["kind"],
            "represents": value["represents"],
            "note": value.get("note", ""),
            "is_verified": value["is_verified"],
            "sources": value.get("sources", []),
        },
    )


def _term(
    name: str, order: int, value: Mapping[str, Any], catalogue: library.Library
) -> wanted.Row:
    properties = {key: value[key] for key in value if key not in COMMON}
    derived = [
        {**row.value["when"], **({"note": row.value["note"]} if "note" in row.value else {})}
        for row in catalogue.derivations()
        if name == "phases" and row.value["add"] == value["slug"]
    ]
    labels, definitions = value.get("labels"), value.get("definitions", {})
    if name == "capabilities":  # a capability goes by the name of the use that it is
        use: reading.Entry = catalogue.vocabularies["uses"][value["use"]]
        labels, definitions = use.value["labels"], use.value["definitions"]
    return _row(
        vocabulary=name,
        slug=value["slug"],
        parent=value.get("parent"),
        order=order,
        labels=labels,
        definitions=definitions,
        synonyms=value.get("synonyms", {}),
        properties={**properties, **({"derived_from": derived} if derived else {})},
    )


def _everyone(catalogue: library.Library) -> wanted.Row:
    value = catalogue.vocabulary_documents["roles"].value["everyone"]
    return _row(
        vocabulary="everyone",
        slug=value["slug"],
        parent=None,
        order=1,
        labels=value["labels"],
        definitions={},
        synonyms={},
        properties={"expand": value["expand"]},
    )


def _row(*, parent: str | None, **values: Any) -> wanted.Row:
    key = f"{values['vocabulary']}:{parent}"
    above = wanted.Ref(TaxonomyTerm, key) if parent else None
    return wanted.Row(
        model=TaxonomyTerm, key=("vocabulary", "slug"), values={**values, "parent": above}
    )


def _crosswalk(walk: Mapping[str, Any], order: int, value: Mapping[str, Any]) -> wanted.Row:
    return wanted.Row(
        model=Crosswalk,
        key=("name", "value"),
        values={
            "name": walk["name"],
            "source_field": walk["field"],
            "value": value["value"],
            "targets": value["to"],
            "relation": value["relation"],
            "note": value.get("note", ""),
            "order": order,
        },
    )


def _name(field: str, order: int, value: Mapping[str, Any]) -> wanted.Row:
    return wanted.Row(
        model=PartyName,
        key=("field", "value"),
        values={
            "field": field,
            "value": value["value"],
            "parties": value["parties"],
            "relation": value.get("relation", ""),
            "note": value.get("note", ""),
            "order": order,
        },
    )

"""Turns the library's files into the records that the database should hold."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clauses.loading import library, reading, wanted
from clauses.models import Agreement, Clause, Party, Statute, Union, texts

REFINED = "refinements"


def day(text: str | None) -> datetime.date | None:
    """Return the day that `text` names, YYYY-MM-DD."""
    return None if text is None else datetime.date.fromisoformat(text)


def sources(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return children that hold what a record rests on."""
    return [
        {
            "title": row["title"],
            "publisher": row["publisher"],
            "url": row["url"] or "",
            "date_text": row["date"] or "",
            "tier": row["tier"],
            "language": row.get("language", ""),
            "was_seen": row.get("was_seen"),
        }
        for row in rows
    ]


def evidence(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that every record of the files has about its support and its source."""
    rules: Mapping[str, Any] = value.get("rules", {})
    return {
        "evidence_level": value.get("evidence_level", ""),
        "is_verified": value.get("is_verified", False),
        "confidence_note": value.get("confidence_note", ""),
        "source_values": value.get("source_values", {}),
        "refinement": value.get(REFINED, []),
        "rules_note": rules.get("note", ""),
    }


def translated(
    documents: Mapping[str, reading.Document],
    kind: str,
    slug: str,
    *,
    original: Mapping[str, str],
    notes: bool = False,
) -> list[dict[str, Any]]:
    """Return children that hold a record's texts in each language that has one."""
    found = []
    for language, document in sorted(documents.items()):
        own = document.value[kind].get(slug)
        if own is None:
            continue
        child = {
            "language": language,
            "title": own.get("title", own.get("name", "")),
            "summary": own.get("summary", ""),
            "plain_language": own.get("plain_language", ""),
            "status": document.value["status"],
            "original_digest": texts.original_digest(
                title=original.get("title", ""),
                summary=original.get("summary", ""),
                plain_language=original.get("plain_language", ""),
            ),
        }
        if notes:
            child["time_limit_notes"] = own.get("time_limit_notes", [])
        found.append(child)
    return found


def of(*, catalogue: library.Library) -> Iterator[wanted.Record]:
    """Yield every record of the library, each model after those it needs most."""
    for entry in catalogue.agreements.values():
        yield _agreement(entry, catalogue)
    for entry in catalogue.statutes.values():
        yield _statute(entry, catalogue)
    yield from _parties(catalogue)
    for entry in catalogue.clauses.values():
        yield _clause(entry, catalogue)
    for entry in catalogue.statutes.values():
        yield _clause_of_statute(entry, catalogue)


def _agreement(entry: reading.Entry, catalogue: library.Library) -> wanted.Record:
    value = entry.value
    rules = value.get("rules", {})
    strike = value.get("strike", {})
    return wanted.Record(
        model=Agreement,
        slug=entry.slug,
        values={
            **evidence(value),
            "name": value["name"],
            "employer_counterpart": value["employer_counterpart"],
            "country": value["country"],
            "sectors": value["sectors"],
            "sectors_note": value.get("sectors_note", ""),
            "tentative_date": day(value.get("tentative_date")),
            "signed_date": day(value.get("signed_date")),
            "ratified_date": day(value.get("ratified_date")),
            "ratification_vote": value.get("ratification_vote", ""),
            "effective_from": day(value["effective_from"]),
            "effective_to": day(value["effective_to"]),
            "strike_name": strike.get("name", ""),
            "strike_from": day(strike.get("first_day")),
            "strike_to": day(strike.get("last_day")),
            "preceded_by": _ref(Agreement, value.get("preceded_by")),
            "excluding_facts": rules.get("excluding_facts", []),
            "is_single_employer": rules.get("is_single_employer", False),
            "instead_of": _ref(Agreement, rules.get("instead_of")),
            "counts_any_stage": rules.get("counts_any_stage", False),
            "sector_needs": rules.get("sector_needs", {}),
        },
        children={
            "sources": sources(value["sources"]),
            "texts": translated(
                catalogue.translations,
                "agreements",
                entry.slug,
                original={"title": value["name"]},
            ),
        },
        many={"unions": [wanted.Ref(Union, slug) for slug in value["unions"]]},
    )


def _statute(entry: reading.Entry, catalogue: library.Library) -> wanted.Record:
    value = entry.value
    return wanted.Record(
        model=Statute,
        slug=entry.slug,
        values={
            **evidence(value),
            "name": value["name"],
            "jurisdiction": value["jurisdiction"],
            "citation": value["citation"],
            "stage": value["stage"],
            "signed_date": day(value.get("signed_date")),
            "concluded_date": day(value.get("concluded_date")),
            "effective_from": day(value["effective_from"]),
            "effective_to": day(value["effective_to"]),
            "penalties": value.get("penalties", ""),
        },
        children={
            "sources": sources(value["sources"]),
            "texts": [
                {**text, "summary": "", "plain_language": ""}
                for text in translated(
                    catalogue.translations,
                    "statutes",
                    entry.slug,
                    original={"title": value["name"]},
                )
            ],
        },
    )


def _substance(value: Mapping[str, Any]) -> dict[str, Any]:
    rules = value["rules"]
    return {
        **evidence(value),
        "visibility": value.get("visibility", "public"),
        "summary": value["summary"],
        "plain_language": value.get("plain_language", ""),
        "roles": value["roles"],
        "is_for_everyone": value.get("is_for_everyone", False),
        "safeguard_types": value["safeguard_types"],
        "elements": value["elements"],
        "elements_note": value.get("elements_note", ""),
        "uses": value["uses"],
        "use_modifiers": value.get("use_modifiers", []),
        "effective_from": day(value["effective_from"]),
        "effective_to": day(value["effective_to"]),
        "effective_note": value.get("effective_note", ""),
        "main_uses": rules["main_uses"],
        "incidental_uses": rules.get("incidental_uses", []),
        "enabled_by": rules.get("enabled_by", []),
        "required_facts": rules.get("required_facts", []),
        "any_facts": rules.get("any_facts", []),
        "excluding_facts": rules.get("excluding_facts", []),
        "duty": rules["duty"],
        "level": rules.get("level", Clause.Level.WORK.value),
        "head": rules.get("head", ""),
        "scope_of": rules.get("scope_of", []),
        "umbrella_of": rules.get("umbrella_of", []),
        "rule_roles": rules.get("roles", []),
        "rule_role_uses": rules.get("role_uses", {}),
        "rule_sectors": rules.get("sectors", []),
        "priority": rules.get("priority", 5),
    }


def _time_limits(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"starts_from": "", "applies_to": "", **limit} for limit in value.get("time_limits", [])
    ]


def _clause(entry: reading.Entry, catalogue: library.Library) -> wanted.Record:
    value = entry.value
    return wanted.Record(
        model=Clause,
        slug=entry.slug,
        values={
            **_substance(value),
            "agreement": wanted.Ref(Agreement, catalogue.agreement_of(entry).slug),
            "statute": None,
            "section": value["section"] or "",
            "title": value["title"],
        },
        children={
            "sources": sources(value["sources"]),
            "texts": translated(
                catalogue.translations, "clauses", entry.slug, original=value, notes=True
            ),
            "time_limits": _time_limits(value),
        },
        many={
            "carried_into": [wanted.Ref(Agreement, slug) for slug in value.get("carried_into", [])],
            "builds_on": [wanted.Ref(Clause, slug) for slug in value.get("builds_on", [])],
        },
    )


def _clause_of_statute(entry: reading.Entry, catalogue: library.Library) -> wanted.Record:
    value = entry.value
    return wanted.Record(
        model=Clause,
        slug=entry.slug,
        values={
            **_substance(value),
            "agreement": None,
            "statute": wanted.Ref(Statute, entry.slug),
            "section": "",
            "title": value["name"],
        },
        children={
            "sources": sources(value["sources"]),
            "texts": translated(
                catalogue.translations,
                "statutes",
                entry.slug,
                original={**value, "title": value["name"]},
                notes=True,
            ),
            "time_limits": _time_limits(value),
        },
        many={"carried_into": [], "builds_on": []},
    )


def _parties(catalogue: library.Library) -> Iterator[wanted.Record]:
    memberships: dict[str, list[reading.Entry]] = {}
    bindings: dict[str, list[reading.Entry]] = {}
    for entry in catalogue.memberships:
        memberships.setdefault(entry.value["company"], []).append(entry)
    for entry in catalogue.bindings:
        bindings.setdefault(entry.value["party"], []).append(entry)
    for entry in (*catalogue.companies.values(), *catalogue.groups.values()):
        yield _party(entry, memberships.get(entry.slug, []), bindings.get(entry.slug, []))


def _party(
    entry: reading.Entry, memberships: list[reading.Entry], bindings: list[reading.Entry]
) -> wanted.Record:
    value = entry.value
    labels = value.get("labels", {})
    rows = value.get("sources", [])
    partial = [
        {"agreement": row.value["agreement"], **row.value["source_values"]}
        for row in bindings
        if "source_values" in row.value
    ]
    return wanted.Record(
        model=Party,
        slug=entry.slug,
        values={
            **evidence(value),
            "source_values": {
                **({"bindings": partial} if partial else {}),
                **({"binding": value["binding"]} if "binding" in value else {}),
            },
            "name": value.get("name") or labels["en"],
            "aliases": value.get("aliases", []),
            "former_names": [_former_name(row) for row in value.get("former_names", [])],
            "kind": value.get("kind", "group"),
            "is_group": bool(labels),
            "labels": labels,
            "parent": _ref(Party, value.get("parent")),
            "country": value.get("country", ""),
            "note": value.get("note", ""),
            "vendor_slug": value.get("vendor", ""),
        },
        children={
            "sources": sources(rows),
            "memberships": [_membership(row.value) for row in memberships],
            "bindings": [_binding(row.value) for row in bindings],
        },
    )


def _former_name(row: Mapping[str, str]) -> str:
    return f"{row['name']} (until {row['until']})" if "until" in row else row["name"]


def _membership(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "body": wanted.Ref(Party, value["body"]),
        "status": value["status"],
        "as_of_text": value.get("as_of", ""),
        "from_text": value.get("since", ""),
        "to_text": value.get("until", ""),
        "note": value.get("note", ""),
        "is_verified": value["is_verified"],
        "sources": value["sources"],
    }


def _binding(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "agreement": _ref(Agreement, value["agreement"]),
        "value": value["value"],
        "basis": value["basis"],
        "via": _ref(Party, value.get("via")),
        "scope": value.get("scope", ""),
        "works": value.get("works", []),
        "effective_from": day(value["effective_from"]),
        "effective_to": day(value["effective_to"]),
        "note": value.get("note", ""),
        "is_verified": value["is_verified"],
        "sources": value.get("sources", []),
    }


def _ref(model: Any, slug: str | None) -> wanted.Ref | None:
    return None if slug is None else wanted.Ref(model, slug)

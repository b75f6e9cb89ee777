"""Turns the tracker's files into the records that the database should hold."""

import calendar
import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from clauses.loading import library, reading, records, wanted
from tracker.loading import events
from tracker.models import Deployment, Product, Vendor


def last_day(text: str) -> datetime.date:
    """Return the day that YYYY-MM-DD names, or the last day of the month or year."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def of(*, catalogue: library.Library, found: events.Events) -> Iterator[wanted.Record]:
    """Yield every record of the tracker, each model after those it needs."""
    for entry in found.vendors.values():
        yield wanted.Record(
            model=Vendor,
            slug=entry.slug,
            values={
                "name": entry.value["name"],
                "country": entry.value["country"] or "",
                "website": entry.value["website"] or "",
            },
        )
    for entry in found.products.values():
        yield wanted.Record(
            model=Product,
            slug=entry.slug,
            values={
                "vendor": wanted.Ref(Vendor, found.vendor_of(entry)),
                "name": entry.value["name"],
            },
        )
    for entry in found.deployments.values():
        yield _deployment(entry, catalogue, found)


def _deployment(
    entry: reading.Entry, catalogue: library.Library, found: events.Events
) -> wanted.Record:
    value = entry.value
    training = value.get("training_data", {})
    return wanted.Record(
        model=Deployment,
        slug=entry.slug,
        values={
            **records.evidence(value),
            "evidence_level": _strongest(value["sources"], catalogue),
            "source_values": _source_values(value),
            "vendor": wanted.Ref(Vendor, found.vendor_of(entry)),
            "product": wanted.Ref(Product, value["product"]),
            "version": value.get("version", ""),
            "title": value["title"],
            "summary": value["summary"],
            "event_date": last_day(value["event_date"]),
            "event_date_text": value["event_date"],
            "date_precision": value["date_precision"],
            "is_date_verified": value["is_date_verified"],
            "announced_date_text": value.get("announced_date", ""),
            "effective_date_text": value.get("effective_date", ""),
            "end_date_text": value.get("end_date", ""),
            "phase": value["phase"],
            "kind": value["kind"],
            "sectors": value["sectors"],
            "capabilities": value["capabilities"],
            "extra_capabilities": value.get("extra_capabilities", []),
            "capability_note": value.get("capability_note", ""),
            "uses": value["uses"],
            "use_modifiers": value.get("use_modifiers", []),
            "production_stages": value["production_stages"],
            "works": value.get("works", []),
            "roles": value["roles"],
            "places": value["places"],
            "known_limits": value.get("known_limits", []),
            "training_data_status": training.get("status", ""),
            "training_data_note": training.get("note", ""),
            "confidence": value["confidence"],
            **_rules(value["rules"]),
        },
        children={
            "sources": records.sources(value["sources"]),
            "texts": [
                {name: text[name] for name in text if name != "plain_language"}
                for text in records.translated(
                    found.translations,
                    "deployments",
                    entry.slug,
                    original={"title": value["title"], "summary": value["summary"]},
                )
            ],
            "deployers": [_deployer(each, catalogue) for each in value["deployers"]],
            "union_responses": [_union_response(each) for each in value.get("union_responses", [])],
        },
        many={"related": [wanted.Ref(Deployment, slug) for slug in value.get("related", [])]},
    )


def _rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "facts": rules.get("facts", {}),
        "employers": rules.get("employers", []),
        "rights_holders": rules.get("rights_holders", []),
        "licence_direction": rules.get("licence_direction", ""),
        "made_in": rules.get("made_in", []),
        "shown_in": rules.get("shown_in", []),
        "is_animated": rules.get("is_animated"),
        "is_offered": rules.get("is_offered"),
        "is_open_to_public": rules.get("is_open_to_public"),
        "is_company_programme": rules.get("is_company_programme"),
    }


def _strongest(sources: list[dict[str, Any]], catalogue: library.Library) -> str:
    """Return the evidence level of the best source: a deployment's own is not in the files."""
    levels = catalogue.vocabularies["evidence-levels"]
    tiers = [str(source["tier"]) for source in sources]
    return min(tiers, key=lambda tier: str(levels[tier].value["grade"]))


def _source_values(value: Mapping[str, Any]) -> dict[str, Any]:
    deployers = [
        {"name": each["name"], "type": each["source_type"]}
        for each in value["deployers"]
        if "source_type" in each
    ]
    responses = [each["source_values"] for each in value.get("union_responses", [])]
    return {
        **value.get("source_values", {}),
        **({"deployed_by": deployers} if deployers else {}),
        **({"union_responses": responses} if responses else {}),
    }


def _deployer(value: Mapping[str, Any], catalogue: library.Library) -> dict[str, Any]:
    name = catalogue.names["deployed_by"].get(value["name"])
    return {
        "name": value["name"],
        "kind": value["kind"],
        "parties": name.value["parties"] if name else [],
    }


def _union_response(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "union_name": value["source_values"]["union"],
        "unions": value["unions"],
        "date_text": value["date"],
        "stance": value["stance"],
        "summary": value["summary"],
    }

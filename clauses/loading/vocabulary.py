"""Judges the vocabulary's files: parents, links between vocabularies, and where crosswalks lead."""

from clauses.loading import judging, library, reading

CROSSWALK_TARGETS = {
    "uses_from_triggers": "uses",
    "uses_from_capabilities": "uses",
    "uses_from_capabilities_extra": "uses",
    "roles_from_protects": "roles",
    "roles_from_affected_roles": "roles",
    "safeguard_types": "safeguard-types",
    "phases": "phases",
    "event_kinds": "event-kinds",
    "sectors_from_media": "sectors",
    "production_stages": "production-stages",
    "party_kinds_from_deployed_by_type": "party-kinds",
    "evidence_from_evidence_level": "evidence-levels",
    "evidence_from_safeguard_source_tier": "evidence-levels",
    "evidence_from_deployment_source_tier": "evidence-levels",
    "confidence": "confidence-levels",
    "agreement_status": "agreement-statuses",
    "statute_status": "agreement-statuses",
    "training_data_status": "training-data-statuses",
    "union_stance": "stances",
    "countries": "places",
    "jurisdictions": "places",
    "record_kind": "record-kinds",
}
"""Crosswalks that lead to a vocabulary; the others lead to unions or to plain words."""


def check(*, judge: judging.Judge, catalogue: library.Library) -> None:
    """Judge every term, union and crosswalk."""
    for name, terms in catalogue.vocabularies.items():
        for entry in terms.values():
            if "parent" in entry.value:
                judge.term(entry, ("parent",), entry.value["parent"], name)
                _own_ancestor(judge, entry, terms)
    for entry in catalogue.vocabularies["capabilities"].values():
        _capability(judge, entry)
    for entry in catalogue.vocabularies["safeguard-types"].values():
        if "element" in entry.value:
            judge.term(entry, ("element",), entry.value["element"], "elements")
        judge.lists(entry, {("secondary_elements",): "elements"})
    for entry in catalogue.vocabularies["roles"].values():
        for country, unions in entry.value["represented_by"].items():
            path = ("represented_by", country)
            judge.term(entry, path, country, "places")
            for position, slug in enumerate(unions):
                judge.known(entry, (*path, position), slug, catalogue.unions, "union")
    _derivations(judge, catalogue)
    for entry in catalogue.unions.values():
        judge.term(entry, ("country",), entry.value["country"], "places")
        judge.lists(entry, {("represents",): "roles"})
        judge.sources(entry, ("sources",), entry.value.get("sources", []))
    for entry in catalogue.crosswalks.values():
        _crosswalk(judge, entry, catalogue)


def _own_ancestor(
    judge: judging.Judge, entry: reading.Entry, terms: dict[str, reading.Entry]
) -> None:
    above = entry.value["parent"]
    for _step in terms:
        if above not in terms:
            return
        if above == entry.slug:
            judge.refuse(entry, ("parent",), "A term cannot stand below itself.")
            return
        above = terms[above].value.get("parent")


def _capability(judge: judging.Judge, entry: reading.Entry) -> None:
    judge.term(entry, ("use",), entry.value["use"], "uses")
    for position, each in enumerate(entry.value["enables"]):
        judge.term(entry, ("enables", position, "use"), each["use"], "uses")
        judge.term(entry, ("enables", position, "link"), each["link"], "link-strengths")


def _derivations(judge: judging.Judge, catalogue: library.Library) -> None:
    for entry in catalogue.derivations():
        when = entry.value["when"]
        judge.term(entry, ("when", "kind"), when["kind"], "event-kinds")
        judge.term(entry, ("when", "phase"), when["phase"], "phases")
        judge.term(entry, ("add",), entry.value["add"], "phases")


def _crosswalk(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    name = entry.value["name"]
    everyone = catalogue.vocabulary_documents["roles"].value["everyone"]["slug"]
    for row in entry.within("rows"):
        for position, slug in enumerate(row.value["to"]):
            path = ("to", position)
            if name in CROSSWALK_TARGETS:
                if slug != everyone or CROSSWALK_TARGETS[name] != "roles":
                    judge.term(row, path, slug, CROSSWALK_TARGETS[name])
            elif name.startswith("unions_"):
                judge.known(row, path, slug, catalogue.unions, "union")

"""Judges the sense of the library's files: references resolve, terms fit their agreements."""

from clauses.loading import (
    judging,
    library,
    parties,
    problems,
    reading,
    translations,
    vocabulary,
)

CLAUSE_VALUES = {
    ("roles",): "roles",
    ("safeguard_types",): "safeguard-types",
    ("elements",): "elements",
    ("uses",): "uses",
    ("use_modifiers",): "use-modifiers",
    ("rules", "main_uses"): "uses",
    ("rules", "incidental_uses"): "uses",
    ("rules", "enabled_by"): "capabilities",
    ("rules", "required_facts"): "facts",
    ("rules", "any_facts"): "facts",
    ("rules", "excluding_facts"): "facts",
    ("rules", "roles"): "roles",
    ("rules", "sectors"): "sectors",
}
"""Lists of a clause or statute, and the vocabulary whose values they may hold."""


def check(*, catalogue: library.Library) -> list[problems.Problem]:
    """List every fault of sense in the library's files."""
    judge = judging.Judge(catalogue.vocabularies)
    vocabulary.check(judge=judge, catalogue=catalogue)
    for entry in catalogue.agreements.values():
        _agreement(judge, entry, catalogue)
    for entry in catalogue.clauses.values():
        _substance(judge, entry, catalogue)
        _clause(judge, entry, catalogue)
    for entry in catalogue.statutes.values():
        _substance(judge, entry, catalogue)
        judge.term(entry, ("jurisdiction",), entry.value["jurisdiction"], "places")
    parties.check(judge=judge, catalogue=catalogue)
    translations.check(judge=judge, catalogue=catalogue)
    return judge.problems


def _agreement(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    value = entry.value
    judge.evidence(entry)
    judge.term(entry, ("country",), value["country"], "places")
    judge.lists(entry, {("sectors",): "sectors", ("rules", "excluding_facts"): "facts"})
    for position, slug in enumerate(value["unions"]):
        judge.known(entry, ("unions", position), slug, catalogue.unions, "union")
    judge.period(
        entry,
        ("effective_from",),
        ("effective_to",),
        value["effective_from"],
        value["effective_to"],
    )
    if value["effective_to"] and not value["effective_from"]:
        judge.refuse(entry, ("effective_to",), "A term with an end needs a start.")
    strike = value.get("strike")
    if strike and strike["last_day"] < strike["first_day"]:
        judge.refuse(entry, ("strike", "last_day"), "The strike ends before it starts.")
    for key, back in (("preceded_by", "succeeded_by"), ("succeeded_by", "preceded_by")):
        _neighbour(judge, entry, catalogue, key, back)
    rules = value.get("rules", {})
    if "instead_of" in rules:
        path = ("rules", "instead_of")
        judge.known(entry, path, rules["instead_of"], catalogue.agreements, "agreement")
        if rules["instead_of"] == entry.slug:
            judge.refuse(entry, path, "An agreement cannot stand instead of itself.")
    for sector in rules.get("sector_needs", {}):
        judge.term(entry, ("rules", "sector_needs", sector), sector, "sectors")


def _neighbour(
    judge: judging.Judge, entry: reading.Entry, catalogue: library.Library, key: str, back: str
) -> None:
    slug = entry.value.get(key)
    if slug is None or not judge.known(entry, (key,), slug, catalogue.agreements, "agreement"):
        return
    if catalogue.agreements[slug].value.get(back) != entry.slug:
        judge.refuse(entry, (key,), f"{slug} does not say {back}: {entry.slug}.")


def _substance(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    value = entry.value
    rules = value["rules"]
    judge.evidence(entry)
    judge.lists(entry, CLAUSE_VALUES)
    judge.period(
        entry,
        ("effective_from",),
        ("effective_to",),
        value["effective_from"],
        value["effective_to"],
    )
    for key in ("scope_of", "umbrella_of"):
        for position, slug in enumerate(rules.get(key, [])):
            _other_clause(judge, entry, catalogue, ("rules", key, position), slug)
    for role, uses in rules.get("role_uses", {}).items():
        judge.term(entry, ("rules", "role_uses", role), role, "roles")
        for position, use in enumerate(uses):
            judge.term(entry, ("rules", "role_uses", role, position), use, "uses")


def _other_clause(
    judge: judging.Judge,
    entry: reading.Entry,
    catalogue: library.Library,
    path: reading.Path,
    slug: str,
) -> None:
    judge.known(entry, path, slug, [*catalogue.clauses, *catalogue.statutes], "clause")
    if slug == entry.slug:
        judge.refuse(entry, path, "A clause cannot name itself here.")


def _clause(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    value = entry.value
    agreement = catalogue.agreement_of(entry)
    for position, slug in enumerate(value.get("carried_into", [])):
        path = ("carried_into", position)
        judge.known(entry, path, slug, catalogue.agreements, "agreement")
        if slug == agreement.slug:
            judge.refuse(entry, path, "A term is carried into a later agreement, not into its own.")
    for position, slug in enumerate(value.get("builds_on", [])):
        _other_clause(judge, entry, catalogue, ("builds_on", position), slug)
    _within_agreement(judge, entry, agreement)


def _within_agreement(judge: judging.Judge, entry: reading.Entry, agreement: reading.Entry) -> None:
    value, term = entry.value, agreement.value
    first, last = value["effective_from"], value["effective_to"]
    if first and term["effective_from"] and first < term["effective_from"]:
        sentence = (
            f"The clause starts on {first}, before its agreement does on {term['effective_from']}."
        )
        judge.refuse(entry, ("effective_from",), sentence)
    if term["effective_to"] and last is None:
        sentence = f"The clause has no end, but its agreement ends on {term['effective_to']}."
        judge.refuse(entry, ("effective_to",), sentence)
    elif term["effective_to"] and last and last > term["effective_to"]:
        sentence = f"The clause ends on {last}, after its agreement does on {term['effective_to']}."
        judge.refuse(entry, ("effective_to",), sentence)
    if term["effective_to"] and first and first > term["effective_to"]:
        sentence = (
            f"The clause starts on {first}, after its agreement ended on {term['effective_to']}."
        )
        judge.refuse(entry, ("effective_from",), sentence)

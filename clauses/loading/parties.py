"""Judges the files of companies, groups, memberships, bindings and names."""

from clauses.loading import judging, library, reading

INTERIM = "interim-agreement"


def check(*, judge: judging.Judge, catalogue: library.Library) -> None:
    """Judge every party, membership, binding and name."""
    for entry in catalogue.companies.values():
        _company(judge, entry, catalogue)
    for entry in catalogue.groups.values():
        judge.term(entry, ("binding",), entry.value["binding"], "binding-values")
    for entry in catalogue.memberships:
        _membership(judge, entry, catalogue)
    _twice(judge, catalogue.memberships, ("company", "body", "as_of"), "body", "membership")
    for entry in catalogue.bindings:
        _binding(judge, entry, catalogue)
    _twice(
        judge,
        catalogue.bindings,
        ("party", "agreement", "value", "effective_from", "scope"),
        "party",
        "binding",
    )
    for field in ("deployed_by", "vendor", "employer_counterpart"):
        for entry in catalogue.names[field].values():
            for position, slug in enumerate(entry.value["parties"]):
                known(judge, entry, catalogue, ("parties", position), slug)


def known(
    judge: judging.Judge,
    entry: reading.Entry,
    catalogue: library.Library,
    path: reading.Path,
    slug: str,
) -> bool:
    """Refuse `slug` unless it is that of a company or group; say whether it is."""
    return judge.known(entry, path, slug, [*catalogue.companies, *catalogue.groups], "party")


def _company(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    value = entry.value
    judge.term(entry, ("kind",), value["kind"], "party-kinds")
    judge.term(entry, ("country",), value["country"], "places")
    judge.sources(entry, ("sources",), value.get("sources", []))
    above = value.get("parent")
    if above is None or not judge.known(entry, ("parent",), above, catalogue.companies, "company"):
        return
    for _step in catalogue.companies:
        if above == entry.slug:
            judge.refuse(entry, ("parent",), "A company cannot be above itself.")
            return
        above = catalogue.companies[above].value.get("parent")
        if above not in catalogue.companies:
            return


def _membership(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    value = entry.value
    for key in ("company", "body"):
        known(judge, entry, catalogue, (key,), value[key])
    judge.term(entry, ("status",), value["status"], "membership-statuses")
    judge.sources(entry, ("sources",), value["sources"])
    judge.period(entry, ("since",), ("until",), value.get("since"), value.get("until"))


def _binding(judge: judging.Judge, entry: reading.Entry, catalogue: library.Library) -> None:
    value = entry.value
    for key in ("party", "via"):
        if key in value:
            known(judge, entry, catalogue, (key,), value[key])
    judge.term(entry, ("value",), value["value"], "binding-values")
    judge.term(entry, ("basis",), value["basis"], "binding-bases")
    judge.sources(entry, ("sources",), value.get("sources", []))
    first, last = value["effective_from"], value["effective_to"]
    judge.period(entry, ("effective_from",), ("effective_to",), first, last)
    slug = value["agreement"]
    if slug is None:
        if value["value"] == "bound":
            judge.refuse(entry, ("value",), "A party is bound by an agreement; name it.")
        return
    if not judge.known(entry, ("agreement",), slug, catalogue.agreements, "agreement"):
        return
    term = catalogue.agreements[slug].value
    if value["basis"] == INTERIM:
        return
    if last and term["effective_to"] and last > term["effective_to"]:
        sentence = f"The binding outlives its agreement, which ends on {term['effective_to']}."
        judge.refuse(entry, ("effective_to",), sentence)
    if first and term["effective_from"] and first < term["effective_from"]:
        sentence = f"The binding starts before its agreement does on {term['effective_from']}."
        judge.refuse(entry, ("effective_from",), sentence)


def _twice(
    judge: judging.Judge,
    entries: list[reading.Entry],
    identity: tuple[str, ...],
    key: str,
    what: str,
) -> None:
    seen: dict[tuple[object, ...], reading.Entry] = {}
    for entry in entries:
        same = seen.setdefault(tuple(entry.value.get(name) for name in identity), entry)
        if same is not entry:
            judge.refuse(entry, (key,), f"This {what} is already given in {same.place}.")

"""Counts the library's records and lists what staff should fill: bindings, translations."""

from clauses.loading import library, problems, translations


def counts(*, catalogue: library.Library) -> dict[str, int]:
    """Return how many records of each kind the files hold."""
    refined = [*catalogue.clauses.values(), *catalogue.statutes.values()]
    return {
        "agreements": len(catalogue.agreements),
        "clauses": len(catalogue.clauses),
        "statutes": len(catalogue.statutes),
        "unions": len(catalogue.unions),
        "companies": len(catalogue.companies),
        "groups": len(catalogue.groups),
        "memberships": len(catalogue.memberships),
        "bindings": len(catalogue.bindings),
        "names": sum(len(names) for names in catalogue.names.values()),
        "taxonomy values": sum(len(terms) for terms in catalogue.vocabularies.values()),
        "crosswalks": len(catalogue.crosswalks),
        "refinements": sum(len(entry.value.get("refinements", [])) for entry in refined),
    }


def gaps(*, catalogue: library.Library) -> list[problems.Gap]:
    """List what the library's files lack; none of it keeps them from being loaded."""
    named = {entry.value["agreement"] for entry in catalogue.bindings}
    unbound = tuple(slug for slug in catalogue.agreements if slug not in named)
    unnamed = tuple(
        slug
        for slug, entry in catalogue.agreements.items()
        if entry.value["employer_counterpart"] not in catalogue.names["employer_counterpart"]
    )
    never = tuple(
        slug
        for records in (catalogue.clauses, catalogue.statutes)
        for slug, entry in records.items()
        if entry.value["effective_from"] is None
    )
    found = [
        problems.Gap("agreements without bindings", unbound),
        problems.Gap("agreements whose counterpart is no known party", unnamed),
        problems.Gap("clauses and statutes without a start date, never in force", never),
    ]
    return [gap for gap in found if gap.slugs] + translations.gaps(catalogue=catalogue)

"""Reads the catalogue into the pure library of the rules, once for each version of it."""

import dataclasses
import datetime
import threading
from collections.abc import Iterable

from django.db import connection

from clauses import models as clauses
from clauses import past, visibility
from tracker.matching import library, records, terms, vocabulary, wording

# Everything that the library is read from. A row that was written, changed or removed by any
# process changes the sum over its place and transaction.
SOURCES = (
    "clauses_agreement",
    "clauses_agreement_unions",
    "clauses_agreementtext",
    "clauses_binding",
    "clauses_clause",
    "clauses_clause_builds_on",
    "clauses_clause_carried_into",
    "clauses_clausetext",
    "clauses_dropped",
    "clauses_party",
    "clauses_statute",
    "clauses_taxonomyterm",
    "clauses_union",
)
Version = tuple[tuple[str, int, int], ...]
LABELLED = {
    "uses": "use",
    "roles": "role",
    "sectors": "sector",
    "places": "place",
    "facts": "fact",
    "production-stages": "stage",
}


@dataclasses.dataclass(frozen=True)
class Rulebook:
    """The rules' library as a viewer may know it, and the names that its answers are told in."""

    library: library.Library
    labels: wording.Labels
    version: Version


class _Kept:
    """One rulebook for each set of visibility levels, as long as the catalogue stays as it is."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.books: dict[tuple[str, ...], Rulebook] = {}


_kept = _Kept()


def for_viewer(*, viewer: visibility.Viewer | None) -> Rulebook:
    """The rulebook of what the viewer may see; read anew when the catalogue has changed."""
    levels = tuple(str(level) for level in visibility.levels_for(viewer))
    with past.left():  # what is kept for everybody is today's
        version = version_of(SOURCES)
        kept = _kept.books.get(levels)
        if kept is not None and kept.version == version:
            return kept
        with _kept.lock:
            kept = _kept.books.get(levels)
            if kept is None or kept.version != version:
                kept = _read(viewer=viewer, version=version)
                _kept.books[levels] = kept
    return kept


def version_of(tables: Iterable[str]) -> Version:
    """Return what changes with every row of these tables that is written, changed or removed."""
    query = " union all ".join(
        f"select '{table}', count(*), sum(hashtext(ctid::text || xmin::text)::bigint) from {table}"  # noqa: S608
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return tuple(
            (str(table), int(count), int(total or 0)) for table, count, total in cursor.fetchall()
        )


def _read(*, viewer: visibility.Viewer | None, version: Version) -> Rulebook:
    terms_by_list: dict[str, list[clauses.TaxonomyTerm]] = {}
    for term in clauses.TaxonomyTerm.objects.select_related("parent"):
        terms_by_list.setdefault(term.vocabulary, []).append(term)
    unions = {union.pk: union for union in clauses.Union.objects.all()}
    agreements = list(
        clauses.Agreement.objects.visible_to(viewer).select_related("instead_of", "preceded_by")
    )
    kept_clauses = list(
        clauses.Clause.objects.visible_to(viewer).select_related("agreement", "statute")
    )
    parties = list(clauses.Party.objects.visible_to(viewer).select_related("parent"))
    statutes = list(clauses.Statute.objects.visible_to(viewer))
    shelves = library.Library(
        words=_words(terms_by_list, unions.values()),
        agreements=_agreements(agreements, unions),
        statutes=[_statute(statute) for statute in statutes],
        clauses=_clauses(
            kept_clauses,
            grades={
                term.slug: str(term.properties.get("grade", "E"))
                for term in terms_by_list.get("evidence-levels", [])
            },
            agreements={found.slug for found in agreements},
            statutes={found.slug for found in statutes},
        ),
        parties=[_party(party) for party in parties],
        bindings=_bindings(viewer=viewer, parties={party.pk for party in parties}),
    )
    labels = _labels(terms_by_list, agreements, kept_clauses, parties)
    return Rulebook(library=shelves, labels=labels, version=version)


def _words(
    terms_by_list: dict[str, list[clauses.TaxonomyTerm]], unions: Iterable[clauses.Union]
) -> vocabulary.Vocabulary:
    def parent(term: clauses.TaxonomyTerm) -> str:
        return "" if term.parent is None else term.parent.slug

    return vocabulary.Vocabulary(
        uses=[
            vocabulary.UseTerm(
                slug=term.slug, level=str(term.properties.get("level", "leaf")), parent=parent(term)
            )
            for term in terms_by_list.get("uses", [])
        ],
        links=[
            vocabulary.EnablingLink(
                capability=term.slug, use=link["use"], is_direct=link["link"] == "direct"
            )
            for term in terms_by_list.get("capabilities", [])
            for link in term.properties.get("enables", [])
        ],
        role_parents={term.slug: parent(term) for term in terms_by_list.get("roles", [])},
        represents={union.slug: union.represents for union in unions},
    )


def _agreements(
    agreements: list[clauses.Agreement], unions: dict[int, clauses.Union]
) -> list[records.AgreementRecord]:
    through = clauses.Agreement.unions.through.objects.order_by("pk")
    of_agreement: dict[int, list[clauses.Union]] = {}
    for agreement_id, union_id in through.values_list("agreement_id", "union_id"):
        of_agreement.setdefault(agreement_id, []).append(unions[union_id])
    successors = {found.preceded_by_id: found.slug for found in agreements}
    return [
        _agreement(found, of_agreement.get(found.pk, []), successors.get(found.pk, ""))
        for found in agreements
    ]


def _agreement(
    found: clauses.Agreement, unions: list[clauses.Union], successor: str
) -> records.AgreementRecord:
    regions = {union.region for union in unions}
    region = regions.pop() if len(regions) == 1 else ""
    extended = found.after_expiry == clauses.Agreement.AfterExpiry.EXTENDED_UNTIL
    return records.AgreementRecord(
        slug=found.slug,
        name=found.name,
        unions=tuple(union.slug for union in unions),
        country=found.country,
        region=f"{found.country}-{region}" if region else "",
        sectors=tuple(found.sectors),
        term=_term(found.effective_from, found.effective_to),
        concluded=found.ratified_date or found.signed_date or found.tentative_date,
        extended_to=found.after_expiry_until if extended else None,
        preceded_by="" if found.preceded_by is None else found.preceded_by.slug,
        succeeded_by=successor,
        excluding_facts=tuple(found.excluding_facts),
        single_employer=found.is_single_employer,
        instead_of="" if found.instead_of is None else found.instead_of.slug,
        any_stage=found.counts_any_stage,
        sector_needs=found.sector_needs,
    )


def _statute(found: clauses.Statute) -> records.StatuteRecord:
    return records.StatuteRecord(
        slug=found.slug,
        name=found.name,
        jurisdiction=found.jurisdiction,
        term=_term(found.effective_from, found.effective_to),
        concluded=found.concluded_date or found.signed_date,
        is_bill=found.stage == clauses.Statute.Stage.BILL,
    )


def _clauses(
    found: list[clauses.Clause], *, grades: dict[str, str], agreements: set[str], statutes: set[str]
) -> list[records.ClauseRecord]:
    """Clauses whose agreement or law the viewer may see too."""
    slugs = {clause.pk: clause.slug for clause in found}
    carried: dict[int, list[str]] = {}
    into = clauses.Clause.carried_into.through.objects.order_by("agreement__slug")
    for clause_id, slug in into.values_list("clause_id", "agreement__slug"):
        carried.setdefault(clause_id, []).append(slug)
    built: dict[int, list[str]] = {}
    upon = clauses.Clause.builds_on.through.objects.order_by("to_clause_id")
    for clause_id, earlier_id in upon.values_list("from_clause_id", "to_clause_id"):
        if earlier_id in slugs:
            built.setdefault(clause_id, []).append(slugs[earlier_id])
    dropped: dict[int, list[str]] = {}
    for clause_id, slug in clauses.Dropped.objects.values_list("clause_id", "agreement__slug"):
        dropped.setdefault(clause_id, []).append(slug)
    return [
        dataclasses.replace(
            _clause(clause, carried.get(clause.pk, []), built.get(clause.pk, []), grades),
            dropped_by=tuple(sorted(dropped.get(clause.pk, []))),
        )
        for clause in found
        if (clause.agreement is not None and clause.agreement.slug in agreements)
        or (clause.statute is not None and clause.statute.slug in statutes)
    ]


def _clause(
    found: clauses.Clause, carried_into: list[str], builds_on: list[str], grades: dict[str, str]
) -> records.ClauseRecord:
    return records.ClauseRecord(
        slug=found.slug,
        title=found.title,
        citation=_citation(found),
        agreement="" if found.agreement is None else found.agreement.slug,
        statute="" if found.statute is None else found.statute.slug,
        term=_term(found.effective_from, found.effective_to),
        carried_into=tuple(sorted(carried_into)),
        builds_on=tuple(sorted(builds_on)),
        roles=tuple(found.rule_roles or found.roles),
        role_uses={role: tuple(uses) for role, uses in found.rule_role_uses.items()},
        sectors=tuple(found.rule_sectors),
        safeguard_types=tuple(found.safeguard_types),
        elements=tuple(found.elements),
        main_uses=tuple(found.main_uses),
        incidental_uses=tuple(found.incidental_uses),
        enabled_by=tuple(found.enabled_by),
        required_facts=tuple(found.required_facts),
        any_facts=tuple(found.any_facts),
        excluding_facts=tuple(found.excluding_facts),
        duty=found.duty,
        level=found.level,
        head=found.head,
        scope_of=tuple(found.scope_of),
        umbrella_of=tuple(found.umbrella_of),
        priority=found.priority,
        grade=grades.get(found.evidence_level, "E"),
    )


def _citation(found: clauses.Clause) -> str:
    """Agreement and section, or the law's own citation. A section that no source gave stays out."""
    if found.statute is not None:
        return found.statute.citation
    name = "" if found.agreement is None else found.agreement.name
    return f"{name}, {found.section}" if found.section else name


def _party(found: clauses.Party) -> records.PartyRecord:
    return records.PartyRecord(
        slug=found.slug,
        name=found.name,
        country=found.country,
        parent="" if found.parent is None else found.parent.slug,
        is_group=found.is_group,
    )


def _bindings(
    *, viewer: visibility.Viewer | None, parties: set[int]
) -> list[records.BindingRecord]:
    """Bindings of parties that the viewer may see; rows without an agreement are for staff."""
    is_staff = visibility.Visibility.STAFF in visibility.levels_for(viewer)
    found = []
    for row in clauses.Binding.objects.select_related("party", "agreement").order_by("pk"):
        if row.party_id not in parties or (row.agreement is None and not is_staff):
            continue
        start = row.effective_from or datetime.date.min
        found.append(
            records.BindingRecord(
                party=row.party.slug,
                agreement="" if row.agreement is None else row.agreement.slug,
                value=row.value,
                basis=row.basis,
                term=_term(start, row.effective_to),
                works=tuple(row.works),
            )
        )
    return found


def _term(start: datetime.date | None, end: datetime.date | None) -> terms.Term | None:
    return terms.from_dates(effective_from=start, effective_to=end)


def _labels(
    terms_by_list: dict[str, list[clauses.TaxonomyTerm]],
    agreements: list[clauses.Agreement],
    kept_clauses: list[clauses.Clause],
    parties: list[clauses.Party],
) -> wording.Labels:
    names: dict[str, dict[str, dict[str, str]]] = {
        kind: {term.slug: dict(term.labels) for term in terms_by_list.get(listed, [])}
        for listed, kind in LABELLED.items()
    }
    names["capability"] = {
        term.slug: dict(term.labels) for term in terms_by_list.get("capabilities", [])
    }
    names["question"] = {
        term.slug: dict(term.properties["questions"])
        for term in terms_by_list.get("facts", [])
        if "questions" in term.properties
    }
    names["party"] = {
        party.slug: {wording.DEFAULT: party.name, **party.labels} for party in parties
    }
    names["agreement"] = {found.slug: {wording.DEFAULT: found.name} for found in agreements}
    names["clause"] = {found.slug: {wording.DEFAULT: found.title} for found in kept_clauses}
    by_agreement = {found.pk: found.slug for found in agreements}
    for text in clauses.AgreementText.objects.filter(agreement__in=by_agreement).exclude(title=""):
        names["agreement"][by_agreement[text.agreement_id]][text.language] = text.title
    by_clause = {found.pk: found.slug for found in kept_clauses}
    titles = clauses.ClauseText.objects.exclude(title="").values_list(
        "clause_id", "language", "title"
    )
    for clause_id, language, title in titles:
        if clause_id in by_clause:
            names["clause"][by_clause[clause_id]][language] = title
    return wording.Labels(names)

"""Reads the catalogue into the pure library of the rules, once for each version of it."""

import dataclasses
import datetime
import threading
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models.expressions import RawSQL

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
OWN = frozenset(
    {
        "clauses_binding",
        "clauses_clause",
        "clauses_clause_builds_on",
        "clauses_clause_carried_into",
        "clauses_clausetext",
        "clauses_dropped",
    }
)
"""Where only these have changed, clauses whose own rows have not are not read again."""

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
    rows: Mapping[int, "_Row"]


@dataclasses.dataclass(frozen=True)
class _Row:
    """A clause as it was read, with the mark of the row that it was read from."""

    mark: str
    record: records.ClauseRecord


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
                kept = _read(viewer=viewer, version=version, earlier=kept)
                _kept.books[levels] = kept
    return kept


def forget() -> None:
    """Keep nothing: the next question reads the whole library."""
    with _kept.lock:
        _kept.books.clear()


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


def _read(
    *, viewer: visibility.Viewer | None, version: Version, earlier: Rulebook | None
) -> Rulebook:
    terms_by_list: dict[str, list[clauses.TaxonomyTerm]] = {}
    for term in clauses.TaxonomyTerm.objects.select_related("parent"):
        terms_by_list.setdefault(term.vocabulary, []).append(term)
    unions = {union.pk: union for union in clauses.Union.objects.all()}
    agreements = list(
        clauses.Agreement.objects.visible_to(viewer).select_related("instead_of", "preceded_by")
    )
    rows = _rows(
        viewer=viewer,
        grades={
            term.slug: str(term.properties.get("grade", "E"))
            for term in terms_by_list.get("evidence-levels", [])
        },
        kept=earlier.rows if earlier is not None and _others(earlier.version, version) else {},
    )
    parties = list(clauses.Party.objects.visible_to(viewer).select_related("parent"))
    statutes = list(clauses.Statute.objects.visible_to(viewer))
    shelves = library.Library(
        words=_words(terms_by_list, unions.values()),
        agreements=_agreements(agreements, unions),
        statutes=[_statute(statute) for statute in statutes],
        clauses=_clauses(
            rows,
            agreements={found.slug for found in agreements},
            statutes={found.slug for found in statutes},
        ),
        parties=[_party(party) for party in parties],
        bindings=_bindings(viewer=viewer, parties={party.pk for party in parties}),
        earlier=None if earlier is None else earlier.library,
    )
    labels = _labels(terms_by_list, agreements, rows, parties)
    return Rulebook(library=shelves, labels=labels, version=version, rows=rows)


def _others(before: Version, after: Version) -> bool:
    """Whether nothing has changed but the clauses' own tables."""
    return {row for row in before if row[0] not in OWN} == {
        row for row in after if row[0] not in OWN
    }


def _rows(
    *, viewer: visibility.Viewer | None, grades: dict[str, str], kept: Mapping[int, _Row]
) -> dict[int, _Row]:
    """The clauses that the viewer may see; only those whose row has changed are read."""
    seen = clauses.Clause.objects.visible_to(viewer)
    mark = RawSQL("clauses_clause.ctid::text || clauses_clause.xmin::text", ())
    marks = dict(seen.annotate(mark=mark).values_list("pk", "mark"))
    changed = [pk for pk, mark in marks.items() if pk not in kept or kept[pk].mark != mark]
    read = clauses.Clause.objects.filter(pk__in=changed).select_related("agreement", "statute")
    fresh = {found.pk: _Row(mark=marks[found.pk], record=_clause(found, grades)) for found in read}
    return {pk: fresh[pk] if pk in fresh else kept[pk] for pk in marks if pk in fresh or pk in kept}


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
    rows: Mapping[int, _Row], *, agreements: set[str], statutes: set[str]
) -> list[records.ClauseRecord]:
    """Clauses whose agreement or law the viewer may see too, with what ties them to others."""
    carried: dict[int, list[str]] = {}
    into = clauses.Clause.carried_into.through.objects.order_by("agreement__slug")
    for clause_id, slug in into.values_list("clause_id", "agreement__slug"):
        carried.setdefault(clause_id, []).append(slug)
    built: dict[int, list[str]] = {}
    upon = clauses.Clause.builds_on.through.objects.order_by("to_clause_id")
    for clause_id, earlier_id in upon.values_list("from_clause_id", "to_clause_id"):
        if earlier_id in rows:
            built.setdefault(clause_id, []).append(rows[earlier_id].record.slug)
    dropped: dict[int, list[str]] = {}
    for clause_id, slug in clauses.Dropped.objects.values_list("clause_id", "agreement__slug"):
        dropped.setdefault(clause_id, []).append(slug)
    return [
        dataclasses.replace(
            row.record,
            carried_into=tuple(sorted(carried.get(pk, []))),
            builds_on=tuple(sorted(built.get(pk, []))),
            dropped_by=tuple(sorted(dropped.get(pk, []))),
        )
        for pk, row in rows.items()
        if row.record.agreement in agreements or row.record.statute in statutes
    ]


def _clause(found: clauses.Clause, grades: dict[str, str]) -> records.ClauseRecord:
    return records.ClauseRecord(
        slug=found.slug,
        title=found.title,
        citation=_citation(found),
        agreement="" if found.agreement is None else found.agreement.slug,
        statute="" if found.statute is None else found.statute.slug,
        term=_term(found.effective_from, found.effective_to),
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
    rows: Mapping[int, _Row],
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
    names["clause"] = {
        row.record.slug: {wording.DEFAULT: row.record.title} for row in rows.values()
    }
    by_agreement = {found.pk: found.slug for found in agreements}
    for text in clauses.AgreementText.objects.filter(agreement__in=by_agreement).exclude(title=""):
        names["agreement"][by_agreement[text.agreement_id]][text.language] = text.title
    titles = clauses.ClauseText.objects.exclude(title="").values_list(
        "clause_id", "language", "title"
    )
    for clause_id, language, title in titles:
        if clause_id in rows:
            names["clause"][rows[clause_id].record.slug][language] = title
    return wording.Labels(names)

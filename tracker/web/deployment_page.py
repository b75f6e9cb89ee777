"""What the page of one deployment says: its clauses by standing, on its own day and on another."""

import dataclasses
from collections.abc import Iterable, Mapping

from clauses import evidence, readings, visibility, vocabulary
from clauses.models import clause as clauses
from clauses.models import party as parties
from tracker import standing
from tracker.matching import answers, wording
from tracker.models import deployment as deployments
from tracker.models import link as links
from tracker.web import link_words, source_notes

ORDER = (
    answers.BINDING,
    answers.CONDITIONAL,
    answers.POSSIBLE,
    answers.UPCOMING,
    answers.LAPSED,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One clause of the answer, as the table shows it."""

    address: str
    reading: readings.Reading
    citation: str
    standing: str
    own_day_standing: str
    bearing: str
    lead: list[str]
    steps: list[str]
    questions: list[str]
    included: list[str]
    grade: str
    evidence: str
    is_weak: bool
    is_confirmed: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Group:
    """The rows of one standing: those whose own subject it is, and those that also apply."""

    standing: str
    main: list[EntryRow]
    also: list[EntryRow]


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeployerRow:
    """Who deployed it: the name of the source, and the companies or group that it stands for."""

    name: str
    companies: list[parties.Party]
    groups: list[str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResponseRow:
    """What a union said."""

    union: str
    date: str
    machine_date: str
    stance: str
    summary: str


def groups(
    *,
    answer: answers.Answer,
    own_day: answers.Answer,
    deployment: deployments.Deployment,
    viewer: visibility.Viewer | None,
    words: vocabulary.Vocabulary,
) -> list[Group]:
    """Put the answer's entries into rows by standing; what staff rejected is left out."""
    settled = {
        row.clause.slug: row
        for row in links.Link.objects.filter(deployment=deployment).select_related("clause")
    }
    kept = [
        _as_settled(entry, settled.get(entry.clause))
        for entry in answer.entries
        if not _is(settled.get(entry.clause), links.Link.State.REJECTED)
    ]
    by_hand = _confirmed_by_hand(answer=answer, settled=settled) if answer.has_happened else []
    records = _records(
        slugs={slug for entry in kept for slug in (entry.clause, *entry.includes)}
        | {row.clause.slug for row in by_hand},
        viewer=viewer,
        language=words.language,
    )
    labels = standing.labels(viewer=viewer)
    own = {entry.clause: entry.standing for entry in own_day.entries}
    found = []
    for name in ORDER:
        rows = [
            _row(
                entry=entry,
                own=own,
                records=records,
                labels=labels,
                words=words,
                is_confirmed=_is(settled.get(entry.clause), links.Link.State.CONFIRMED),
            )
            for entry in kept
            if entry.standing == name and entry.clause in records
        ]
        rows.extend(
            _row_by_hand(
                link=row, record=records[row.clause.slug], own=own, labels=labels, words=words
            )
            for row in by_hand
            if row.standing == name and row.clause.slug in records
        )
        if rows:
            found.append(_group(name, rows))
    return found


def proposed_groups(
    *,
    answer: answers.Answer,
    viewer: visibility.Viewer | None,
    words: vocabulary.Vocabulary,
) -> list[Group]:
    """Put what the rules alone say into rows by standing; no person has settled any of it."""
    slugs = {slug for entry in answer.entries for slug in (entry.clause, *entry.includes)}
    records = _records(slugs=slugs, viewer=viewer, language=words.language)
    labels = standing.labels(viewer=viewer)
    found = []
    for name in ORDER:
        rows = [
            _row(
                entry=entry, own={}, records=records, labels=labels, words=words, is_confirmed=False
            )
            for entry in answer.by_standing(name)
            if entry.clause in records
        ]
        if rows:
            found.append(_group(name, rows))
    return found


def known_groups(
    *,
    deployment: deployments.Deployment,
    has_happened: bool,
    viewer: visibility.Viewer | None,
    words: vocabulary.Vocabulary,
) -> list[Group]:
    """Put the links that people had confirmed into rows by standing; the rules are not asked."""
    confirmed = (
        list(
            links.Link.objects.confirmed()
            .filter(deployment=deployment)
            .select_related("clause")
            .order_by("-score", "clause__slug")
        )
        if has_happened
        else []
    )
    slugs = {row.clause.slug for row in confirmed}
    records = _records(slugs=slugs, viewer=viewer, language=words.language)
    labels = standing.labels(viewer=viewer)
    found = []
    for name in ORDER:
        rows = [
            _row_by_hand(
                link=row, record=records[row.clause.slug], own={}, labels=labels, words=words
            )
            for row in confirmed
            if row.standing == name and row.clause.slug in records
        ]
        if rows:
            found.append(_group(name, rows))
    return found


def _group(name: str, rows: list[EntryRow]) -> Group:
    return Group(
        standing=name,
        main=[row for row in rows if row.bearing == answers.MAIN],
        also=[row for row in rows if row.bearing != answers.MAIN],
    )


def _records(
    *, slugs: Iterable[str], viewer: visibility.Viewer | None, language: str
) -> dict[str, clauses.Clause]:
    found = (
        clauses.Clause.objects.visible_to(viewer)
        .filter(slug__in=list(slugs))
        .prefetch_related(readings.in_language(model=clauses.ClauseText, language=language))
    )
    return {row.slug: row for row in found}


def _row(
    *,
    entry: answers.Entry,
    own: Mapping[str, str],
    records: Mapping[str, clauses.Clause],
    labels: wording.Labels,
    words: vocabulary.Vocabulary,
    is_confirmed: bool,
) -> EntryRow:
    record = records[entry.clause]
    told = [
        (reason.facet, wording.sentence(reason=reason, labels=labels, language=words.language))
        for reason in entry.reasons
    ]
    return EntryRow(
        address=record.get_absolute_url(),
        reading=readings.read(record=record, language=words.language),
        citation=entry.citation,
        standing=entry.standing,
        own_day_standing=own.get(entry.clause, ""),
        bearing=entry.bearing,
        lead=[text for facet, text in told if facet in link_words.LEADING_FACETS],
        steps=[text for facet, text in told if facet not in link_words.LEADING_FACETS],
        questions=[
            wording.question(fact=fact, labels=labels, language=words.language)
            for fact in entry.missing_facts
        ],
        included=[
            readings.read(record=records[slug], language=words.language).title
            for slug in entry.includes
            if slug in records
        ],
        grade=entry.grade,
        is_weak=evidence.is_weak(grade=entry.grade, is_checked=record.is_checked),
        evidence=words.label("evidence-levels", record.evidence_level),
        is_confirmed=is_confirmed,
    )


def _is(link: links.Link | None, state: str) -> bool:
    return link is not None and link.state == state


def _as_settled(entry: answers.Entry, link: links.Link | None) -> answers.Entry:
    """The entry with the standing that a person chose over the one that the rules still give."""
    if not _is(link, links.Link.State.CONFIRMED) or link is None:
        return entry
    if entry.standing != link.proposed_standing or link.standing == entry.standing:
        return entry
    return dataclasses.replace(entry, standing=link.standing)


def _confirmed_by_hand(
    *, answer: answers.Answer, settled: Mapping[str, links.Link]
) -> list[links.Link]:
    """Links that a person confirmed although the rules bring nothing, such as for a withdrawal."""
    told = {slug for entry in answer.entries for slug in (entry.clause, *entry.includes)}
    return [
        row
        for slug, row in settled.items()
        if slug not in told and row.state == links.Link.State.CONFIRMED
    ]


def _row_by_hand(
    *,
    link: links.Link,
    record: clauses.Clause,
    own: Mapping[str, str],
    labels: wording.Labels,
    words: vocabulary.Vocabulary,
) -> EntryRow:
    return EntryRow(
        address=record.get_absolute_url(),
        reading=readings.read(record=record, language=words.language),
        citation=record.section,
        standing=link.standing,
        own_day_standing=own.get(record.slug, ""),
        bearing=link.bearing,
        lead=link_words.lead(link=link, labels=labels, language=words.language),
        steps=[],
        questions=link_words.questions(link=link, labels=labels, language=words.language),
        included=[],
        grade=words.grade(record.evidence_level),
        is_weak=evidence.is_weak(
            grade=words.grade(record.evidence_level), is_checked=record.is_checked
        ),
        evidence=words.label("evidence-levels", record.evidence_level),
        is_confirmed=True,
    )


def deployers(
    *, deployment: deployments.Deployment, viewer: visibility.Viewer | None, language: str
) -> list[DeployerRow]:
    """Return who deployed it; a name is linked to the companies it stands for."""
    rows = list(deployment.deployers.all())
    slugs = {slug for row in rows for slug in row.parties}
    known = {
        row.slug: row for row in parties.Party.objects.visible_to(viewer).filter(slug__in=slugs)
    }
    found = []
    for row in rows:
        seen = [known[slug] for slug in row.parties if slug in known]
        found.append(
            DeployerRow(
                name=row.name,
                companies=[party for party in seen if not party.is_group],
                groups=[
                    str(party.labels.get(language) or party.name)
                    for party in seen
                    if party.is_group
                ],
            )
        )
    return found


def responses(
    *, deployment: deployments.Deployment, words: vocabulary.Vocabulary
) -> list[ResponseRow]:
    """Return what unions said, oldest first as the record has them; no queries if prefetched."""
    return [
        ResponseRow(
            union=row.union_name,
            date=source_notes.partial_date(text=row.date_text),
            machine_date=row.date_text,
            stance=words.label("stances", row.stance),
            summary=row.summary,
        )
        for row in deployment.union_responses.all()
    ]

"""What the search shows of a hit: its row, the words that were found, and why it was found."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString

from clauses import readings, visibility, vocabulary
from clauses.models import clause as clauses
from clauses.models import party as parties
from clauses.searching import excerpts, facets, questions
from tracker.models import advisory as advisories
from tracker.models import deployment as deployments
from tracker.models import vendor as vendors
from tracker.web import agreement_page, clause_rows, deployment_rows

LANGUAGES = ("en", "fr", "es")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A record that was found, as the page says it."""

    kind: str
    record: Any
    row: Any
    title: SafeString | str
    excerpt: SafeString | str
    lang: str
    """Language of title; the excerpt has its own."""
    excerpt_lang: str
    label: SafeString | str = ""
    label_lang: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """What every row of a page depends on."""

    question: questions.Question
    viewer: visibility.Viewer | None
    words: vocabulary.Vocabulary
    on: datetime.date


def rows(*, hits: Iterable[facets.Hit], page: Page) -> dict[int, Shown]:
    """Return rows by the id of their entry; records are read as the reader may see them."""
    hits = list(hits)
    records = _records(hits=hits, page=page)
    found = {
        hit.id: records[key] for hit in hits if (key := (hit.record_kind, hit.record_id)) in records
    }
    here = {
        pk: readings.read(record=record, language=page.words.language)
        for pk, (record, _row) in found.items()
    }
    marked = _marked({pk: [reading] for pk, reading in here.items()}, page)
    unmarked = [pk for pk, (_at, title, body) in marked.items() if not (title or body)]
    elsewhere = _marked({pk: _elsewhere(found[pk][0], here[pk].lang) for pk in unmarked}, page)
    labels = excerpts.labels(
        entry_ids=unmarked, question=page.question, language=page.words.language
    )
    kinds = {hit.id: hit.record_kind for hit in hits}
    shown = {}
    for pk, (record, row) in found.items():
        reading = here[pk]
        _at, title, body = marked[pk]
        other, _title, other_body = elsewhere.get(pk, (reading, "", ""))
        label, label_lang = labels.get(pk, ("", ""))
        shown[pk] = Shown(
            kind=kinds[pk],
            record=record,
            row=row,
            title=title or reading.title,
            lang=reading.lang,
            excerpt=body or other_body or reading.plain or _beginning(reading.summary),
            excerpt_lang=other.lang if other_body and not body else reading.lang,
            label=label,
            label_lang=label_lang,
        )
    return shown


def _records(*, hits: Sequence[facets.Hit], page: Page) -> dict[tuple[str, int], tuple[Any, Any]]:
    ids: dict[str, list[int]] = {}
    for hit in hits:
        ids.setdefault(hit.record_kind, []).append(hit.record_id)
    language, viewer = page.words.language, page.viewer
    querysets: Mapping[str, Any] = {
        "clause": lambda: clause_rows.prepared(
            queryset=clauses.Clause.objects.visible_to(viewer), viewer=viewer, language=language
        ).prefetch_related("texts"),
        "agreement": lambda: agreement_page.listed(
            viewer=viewer, language=language
        ).prefetch_related("texts"),
        "deployment": lambda: deployment_rows.prepared(
            queryset=deployments.Deployment.objects.visible_to(viewer), language=language
        ).prefetch_related("texts"),
        "product": lambda: vendors.Product.objects.visible_to(viewer).select_related("vendor"),
        "vendor": lambda: vendors.Vendor.objects.visible_to(viewer),
        "party": lambda: parties.Party.objects.visible_to(viewer),
        "advisory": lambda: advisories.Advisory.objects.visible_to(viewer).prefetch_related(
            "unions", "texts"
        ),
    }
    found = {}
    for kind, pks in ids.items():
        for record in querysets[kind]().filter(pk__in=pks):
            found[(kind, record.pk)] = (record, _row(kind, record, page))
    return found


def _row(kind: str, record: Any, page: Page) -> Any:
    if kind == "clause":
        return clause_rows.row_of(clause=record, on=page.on, words=page.words)
    if kind == "agreement":
        return agreement_page.row_of(agreement=record, on=page.on, words=page.words)
    if kind == "deployment":
        return deployment_rows.row_of(deployment=record, words=page.words)
    if kind == "party":
        return page.words.label("party-kinds", record.kind)
    return None


def _elsewhere(record: Any, shown_in: str) -> list[readings.Reading]:
    """Readings of a record in the languages that the reader is not shown; none out of date."""
    if not hasattr(record, "texts"):
        return []
    others = []
    for language in LANGUAGES:
        words = next((each for each in record.texts.all() if each.language == language), None)
        if language == shown_in or (language != "en" and words is None):
            continue
        if words is not None and words.is_outdated(digest=record.english_digest()):
            continue
        others.append(
            readings.Reading(
                title=words.title if words else getattr(record, "title", record.slug),
                summary=words.summary if words else getattr(record, "summary", ""),
                plain=words.plain_language if words else getattr(record, "plain_language", ""),
                lang=language,
            )
        )
    return others


def _marked(
    readings_of: Mapping[int, Sequence[readings.Reading]], page: Page
) -> dict[int, tuple[readings.Reading, SafeString, SafeString]]:
    """For each entry: the first of its readings that holds the words, its title and body marked."""
    places = [(pk, reading) for pk, several in readings_of.items() for reading in several]
    passages = []
    for _pk, reading in places:
        body = "\n".join(part for part in (reading.plain, reading.summary) if part)
        passages += [
            excerpts.Passage(language=reading.lang, text=reading.title, is_title=True),
            excerpts.Passage(language=reading.lang, text=body),
        ]
    marks = excerpts.mark(passages=passages, question=page.question)
    found: dict[int, tuple[readings.Reading, SafeString, SafeString]] = {}
    for (pk, reading), title, body in zip(places, marks[::2], marks[1::2], strict=True):
        if pk not in found or (not (found[pk][1] or found[pk][2]) and (title or body)):
            found[pk] = (reading, title, body)
    return found


def _beginning(text: str, most: int = 180) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"

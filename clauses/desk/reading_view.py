"""What the page of a document shows: ranked passages, and one of them in its place in the text."""

import dataclasses
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clauses.models import (
    Clause,
    ClauseCitation,
    DocumentPage,
    DocumentPassage,
    ImportedDocument,
)

PAGE = 20
EXCERPT = 280
LISTS = ("open", "drafted", "aside")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A page of the document with what is marked in it."""

    page: DocumentPage
    label: str
    html: SafeString


def context(*, document: ImportedDocument, asked: Mapping[str, str]) -> dict[str, Any]:
    """Answer what the template needs: a fixed number of queries, however long the document is."""
    which = asked.get("list", "open")
    which = which if which in LISTS else "open"
    citations = ClauseCitation.objects.select_related("clause")
    rows = _of_list(document, which).prefetch_related(
        Prefetch("citations", queryset=citations, to_attr="drafted")
    )
    listed = Paginator(rows, PAGE).get_page(asked.get("p"))
    passages = list(listed.object_list)
    chosen = _chosen(document, asked) or (passages[0] if passages else None)
    numbers = _numbers(document, asked, chosen, passages)
    texts = {page.number: page for page in document.pages.filter(number__in=numbers)}
    shown = _shown(document, asked, chosen, texts)
    return {
        "which": which,
        "query": f"list={which}&",
        "listed": listed,
        "entries": [_entry(document, passage, texts) for passage in passages],
        "chosen": chosen,
        "shown": shown,
        "before": shown[0].page.number - 1 if shown else 0,
        "after": _after(document, shown),
        "clause_edit_name": Clause.snippet_viewset.get_url_name("edit"),
        "counts": {name: _of_list(document, name).count() for name in LISTS},
        "unreadable": list(
            document.pages.filter(is_unreadable=True).values_list("number", flat=True)[:50]
        ),
        "textless": document.pages.filter(has_text=False, is_unreadable=False).count(),
    }


def progress_words(document: ImportedDocument) -> str:
    """Say how far the reading is."""
    if document.is_settled:
        return str(ImportedDocument.State(document.state).label)
    if document.has_all_pages:
        return _("All pages are read. Looking for passages about AI …")
    if document.state == ImportedDocument.State.WAITING and not document.pages_done_count:
        return _("It waits to be read.")
    if document.page_count:
        return _("%(done)s of %(total)s pages read") % {
            "done": document.pages_done_count,
            "total": document.page_count,
        }
    return ngettext("%(done)s part read", "%(done)s parts read", document.pages_done_count) % {
        "done": document.pages_done_count
    }


def place_of(document: ImportedDocument, first: int, last: int) -> str:
    """Say on which page, or that the file does not tell."""
    if not document.has_pages:
        return _("page not given by the file (part %(number)s)") % {"number": first}
    if first == last:
        return _("page %(number)s") % {"number": first}
    return _("pages %(first)s to %(last)s") % {"first": first, "last": last}


def address_of_list(*, document: ImportedDocument, asked: Mapping[str, str]) -> str:
    """Return the address of the list as it was seen."""
    kept = {name: asked[name] for name in ("list", "p") if asked.get(name)}
    address = reverse("desk_document", args=[document.pk])
    return f"{address}?{urllib.parse.urlencode(kept)}" if kept else address


def _of_list(document: ImportedDocument, which: str) -> "QuerySet[DocumentPassage]":
    rows = DocumentPassage.objects.filter(document=document)
    if which == "aside":
        return rows.filter(set_aside_at__isnull=False)
    return rows.filter(set_aside_at__isnull=True, citations__isnull=which == "open").distinct()


def _chosen(document: ImportedDocument, asked: Mapping[str, str]) -> DocumentPassage | None:
    number = _number(asked.get("passage"))
    if number is None:
        return None
    return DocumentPassage.objects.filter(document=document, pk=number).first()


def _numbers(
    document: ImportedDocument,
    asked: Mapping[str, str],
    chosen: DocumentPassage | None,
    passages: Sequence[DocumentPassage],
) -> set[int]:
    """The pages whose text is needed: those shown, and the first of each passage of the list."""
    numbers = {number for each in passages for number in (each.first_page, each.first_page + 1)}
    page = _number(asked.get("page"))
    if page is not None:
        return {*numbers, page}
    if chosen is not None:
        return {
            *numbers,
            *range(chosen.first_page, min(chosen.last_page, chosen.first_page + 5) + 1),
        }
    return {*numbers, 1}


def _shown(
    document: ImportedDocument,
    asked: Mapping[str, str],
    chosen: DocumentPassage | None,
    texts: dict[int, DocumentPage],
) -> list[Shown]:
    page = _number(asked.get("page"))
    if page is not None:
        wanted = [page]
    elif chosen is not None:
        wanted = list(range(chosen.first_page, chosen.last_page + 1))
    else:
        wanted = [1]
    return [
        Shown(
            page=texts[number],
            label=place_of(document, number, number),
            html=_marked(texts[number], chosen),
        )
        for number in wanted
        if number in texts
    ]


def _after(document: ImportedDocument, shown: list[Shown]) -> int:
    last = shown[-1].page.number if shown else 0
    return last + 1 if last < (document.page_count or 0) else 0


def _marked(page: DocumentPage, chosen: DocumentPassage | None) -> SafeString:
    if chosen is None:
        return format_html("{}", page.text)
    first = min(len(page.text), max(0, chosen.start - page.start))
    last = min(len(page.text), max(0, chosen.end - page.start))
    if first >= last:
        return format_html("{}", page.text)
    return format_html(
        "{}<mark>{}</mark>{}", page.text[:first], page.text[first:last], page.text[last:]
    )


def _entry(
    document: ImportedDocument, passage: DocumentPassage, texts: dict[int, DocumentPage]
) -> dict[str, Any]:
    first, second = texts.get(passage.first_page), texts.get(passage.first_page + 1)
    text = ""
    if first is not None:
        text = first.text[passage.start - first.start : passage.end - first.start]
    if second is not None and passage.end > second.start:
        text += second.text[: passage.end - second.start]
    text = " ".join(text.split())
    return {
        "passage": passage,
        "place": place_of(document, passage.first_page, passage.last_page),
        "excerpt": text[:EXCERPT] + ("…" if len(text) > EXCERPT else ""),
        "words": format_html_join(" ", "<span>{}</span>", ((word,) for word in passage.words[:4])),
    }


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None

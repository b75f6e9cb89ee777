"""Entrances for agreements: the list, and one agreement with its clauses and who it binds."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import evidence, readings, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from clauses.models import party as parties
from tracker.web import (
    agreement_page,
    clause_rows,
    contacts,
    days,
    finding,
    known_then,
    published,
    refusals,
    source_notes,
)


@refusals.page(parameters=("as_of", "known_at"))
@known_then.page(model=agreements.Agreement)
def agreement_list(request: HttpRequest) -> HttpResponse:
    """List all agreements: those in force on the day first, then the others by their last day."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    found = agreement_page.listed(viewer=request.user, language=language)
    rows = [
        agreement_page.row_of(agreement=row, on=day.on, words=words)
        for row in found.order_by(models.F("effective_to").desc(nulls_last=True), "name")
    ]
    context = {
        "section": "agreements",
        "day": day,
        "live": [row for row in rows if row.is_live],
        "others": [row for row in rows if not row.is_live],
    }
    return render(request, "web/agreement_list.html", context)


@refusals.page(parameters=("as_of", "known_at"))
@known_then.page(model=agreements.Agreement)
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one agreement as it stands on the day."""
    language = translation.get_language() or "en"
    found = finding.one(
        queryset=agreement_page.listed(viewer=request.user, language=language).prefetch_related(
            "sources"
        ),
        slug=slug,
        viewer=request.user,
    )
    return show(request=request, found=found)


def show(*, request: HttpRequest, found: agreements.Agreement) -> HttpResponse:
    """Answer the page of an agreement, also of one that is still a draft."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    visible = agreements.Agreement.objects.visible_to(request.user)
    own = clause_rows.prepared(
        queryset=clauses.Clause.objects.visible_to(request.user)
        .filter(agreement=found)
        .order_by("section", "slug"),
        viewer=request.user,
        language=language,
    )
    carried = clause_rows.prepared(
        queryset=clauses.Clause.objects.visible_to(request.user)
        .filter(carried_into=found)
        .order_by("section", "slug"),
        viewer=request.user,
        language=language,
    )
    bindings = agreement_page.bindings_on(
        rows=parties.Binding.objects.filter(agreement=found), on=day.on, viewer=request.user
    )
    sources = evidence.shown_for_text(sources=found.sources.all(), is_staff=request.user.is_staff)
    context = {
        "section": "agreements",
        "day": day,
        "agreement": found,
        "row": agreement_page.row_of(agreement=found, on=day.on, words=words),
        "reading": readings.read(record=found, language=language),
        "sectors": words.labels("sectors", found.sectors),
        "predecessor": visible.filter(pk=found.preceded_by_id).first(),
        "successors": visible.filter(preceded_by=found),
        "rows": [clause_rows.row_of(clause=row, on=day.on, words=words) for row in own],
        "carried_rows": [clause_rows.row_of(clause=row, on=day.on, words=words) for row in carried],
        "bindings": agreement_page.binding_rows(rows=bindings, words=words),
        "sources": source_notes.notes(sources=sources, words=words),
        "is_second_hand": evidence.is_second_hand(sources=found.sources.all()),
        "published": published.of_record(record=found, viewer=request.user, words=words, day=day),
        "contacts": contacts.of_agreement(agreement=found),
        "record_kind": found.record_kind,
    }
    return render(request, "web/agreement.html", context)

"""Entrances for advisories: those that a reader may see, and one with what it is about."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators import cache

from clauses import evidence, readings, vocabulary
from clauses import models as library
from tracker import models
from tracker.web import contacts, finding, pagination, refusals, source_notes


@cache.never_cache
@refusals.page(parameters=("page",))
def advisory_list(request: HttpRequest) -> HttpResponse:
    """List the notes that the reader may see, the newest first."""
    language = translation.get_language() or "en"
    rows = (
        models.Advisory.objects.visible_to(request.user)
        .prefetch_related(
            readings.in_language(model=models.AdvisoryText, language=language), "unions"
        )
        .order_by("-first_published_at", "slug")
    )
    page = pagination.slice_of(request=request, rows=rows)
    context = {
        "section": "me",
        "page": page,
        "rows": [
            {"advisory": row, "reading": readings.read(record=row, language=language)}
            for row in page.rows
        ],
    }
    return render(request, "web/advisory_list.html", context)


@cache.never_cache
@refusals.page(parameters=())
def advisory(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one note."""
    language = translation.get_language() or "en"
    visible = models.Advisory.objects.visible_to(request.user).prefetch_related(
        readings.in_language(model=models.AdvisoryText, language=language), "unions", "sources"
    )
    found = finding.one(queryset=visible, slug=slug, viewer=request.user)
    return show(request=request, found=found)


def show(*, request: HttpRequest, found: models.Advisory) -> HttpResponse:
    """Answer the page of a note, also of one that is still a draft."""
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    sources = evidence.shown_for_event(sources=found.sources.all(), is_staff=request.user.is_staff)
    context = {
        "section": "me",
        "advisory": found,
        "reading": readings.read(record=found, language=language),
        "about": _about(found, viewer=request.user, language=language),
        "contacts": contacts.of_unions(unions=found.unions.all()),
        "sources": source_notes.notes(sources=sources, words=words),
        "record_kind": found.record_kind,
    }
    return render(request, "web/advisory.html", context)


def _about(found: models.Advisory, *, viewer: Any, language: str) -> list[dict[str, Any]]:
    """The records that the note names and the reader may see, in the order of the note."""
    named: list[tuple[Any, Any, list[str]]] = [
        (library.Agreement, library.AgreementText, found.agreements),
        (library.Clause, library.ClauseText, found.clauses),
        (models.Deployment, models.DeploymentText, found.deployments),
    ]
    about: list[dict[str, Any]] = []
    for model, text, slugs in named:
        if not slugs:
            continue
        rows = (
            model.objects.visible_to(viewer)
            .filter(slug__in=slugs)
            .prefetch_related(readings.in_language(model=text, language=language))
        )
        place = {slug: number for number, slug in enumerate(slugs)}
        about += [
            {
                "reading": readings.read(record=row, language=language),
                "address": row.get_absolute_url(),
                "kind": row._meta.verbose_name,
            }
            for row in sorted(rows, key=lambda row: place[row.slug])
        ]
    return about

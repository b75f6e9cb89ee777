"""Entrances for calendar programs: agreements for everybody, clocks by an address of their own."""

import datetime
from typing import Any

from django.db import models
from django.db.models import functions
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clauses import readings
from clauses.models import Agreement, AgreementText, Publication
from tracker import calendar_keys
from tracker.models import Clock
from tracker.web import finding, ics, refusals

KIND = "text/calendar; charset=utf-8"
KEPT = datetime.timedelta(days=400)
MOST = 1000
"""Deadlines in one file; those that passed long ago are left out first."""


@require_safe
@refusals.page()
def agreements(request: HttpRequest) -> HttpResponse:
    """Answer the first and last days of every public agreement."""
    language = _language()
    content = ics.of_agreements(
        rows=_public(language).order_by("slug"),
        name=_("Agreements on artificial intelligence: their terms"),
        language=language,
    )
    return _answer(content, name="agreements")


@require_safe
@refusals.page()
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the first and last day of one public agreement."""
    language = _language()
    found = finding.one(queryset=_public(language), slug=slug, viewer=None)
    title = readings.read(record=found, language=language).title
    content = ics.of_agreements(rows=[found], name=title, language=language)
    return _answer(content, name=found.slug)


@require_safe
@never_cache
@refusals.page()
def staff(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer the clocks to whoever holds an address that is open; 404 to everybody else."""
    owner = calendar_keys.owner_of(secret=secret)
    if owner is None:
        raise Http404
    rows = (
        Clock.objects.visible_to(owner)
        .filter(latest_at__gte=timezone.now() - KEPT)
        .with_records()
        .order_by("-latest_at", "pk")[:MOST]
    )
    answer = _answer(ics.of_clocks(rows=rows, language=_language()), name="clocks")
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _public(language: str) -> Any:
    """Public agreements; how often and when each was published last, for calendar programs."""
    told = (
        Publication.objects.filter(record_kind="agreement", record_id=models.OuterRef("pk"))
        .order_by()
        .values("record_id")
    )
    count = told.annotate(how_many=models.Count("pk")).values("how_many")
    latest = told.annotate(latest=models.Max("live_from")).values("latest")
    return (
        Agreement.objects.visible_to(None)
        .annotate(
            sequence=functions.Coalesce(models.Subquery(count), 0),
            told_at=functions.Coalesce(models.Subquery(latest), models.F("created_at")),
        )
        .prefetch_related(readings.in_language(model=AgreementText, language=language))
    )


def _language() -> str:
    return (translation.get_language() or "en")[:2]


def _answer(content: bytes, *, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=KIND)
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer

"""Pages of plain text: what the marks mean, privacy, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import vocabulary
from tracker.web import refusals
from tracker.web.templatetags import marks as mark_tags


@refusals.page()
def marks(request: HttpRequest) -> HttpResponse:
    """Explain every mark with the words of the taxonomy."""
    words = vocabulary.current(language=translation.get_language() or "en")
    context = {
        "standings": list(mark_tags.STANDING_LABELS),
        "evidence_levels": words.terms("evidence-levels"),
        "severities": words.terms("severities"),
    }
    return render(request, "web/text/marks.html", context)


@refusals.page()
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of a reader and a member."""
    return render(request, "web/text/privacy.html")


@refusals.page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what works, what was checked and what was not."""
    return render(request, "web/text/accessibility.html")

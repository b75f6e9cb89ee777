"""Entrance for the line of one clause over the cycles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import readings
from clauses.models import Clause
from tracker.web import clause_rows, days, finding, lineage_page, refusals


@refusals.page(parameters=("as_of",))
def line(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a clause came from and went, with neighbours compared word by word."""
    language = translation.get_language() or "en"
    found = finding.one(
        queryset=clause_rows.prepared(
            queryset=Clause.objects.visible_to(request.user),
            viewer=request.user,
            language=language,
        ),
        slug=slug,
        viewer=request.user,
    )
    day = days.of_request(request=request)
    family = lineage_page.line_of(clause=found, viewer=request.user, language=language)
    context = {
        "section": "clauses",
        "day": day,
        "clause": found,
        "reading": readings.read(record=found, language=language),
        "parent": clause_rows.parent_name(clause=found),
        "line": lineage_page.page_of(line=family, on=day.on, language=language),
        "record_kind": found.record_kind,
    }
    return render(request, "web/lineage.html", context)

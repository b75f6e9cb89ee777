"""Entrance for the search over clauses, agreements, deployments and vendors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import search as library_search
from clauses import vocabulary
from clauses.models import clause as clauses
from tracker import search as tracker_search
from tracker.models import deployment as deployments
from tracker.models import vendor as vendors
from tracker.web import agreement_page, clause_rows, days, deployment_rows, refusals

MOST_SHOWN = 12
Spelling = library_search.How.SPELLING


@refusals.page(parameters=("as_of", "q"))
def search(request: HttpRequest) -> HttpResponse:
    """Show the best matches of every kind; nothing that was typed is kept."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    viewer = request.user
    text = request.GET.get("q", "").strip()[: library_search.LONGEST_QUERY]
    matching = library_search.matching
    found_clauses, how_clauses = matching(
        queryset=clauses.Clause.objects.visible_to(viewer), text=text, shape=library_search.CLAUSE
    )
    found_deployments, how_deployments = matching(
        queryset=deployments.Deployment.objects.visible_to(viewer).happened_by(on=day.on),
        text=text,
        shape=tracker_search.DEPLOYMENT,
    )
    found_agreements, _how = matching(
        queryset=agreement_page.listed(viewer=viewer, language=language),
        text=text,
        shape=library_search.AGREEMENT,
    )
    found_vendors, _how = matching(
        queryset=vendors.Vendor.objects.visible_to(viewer), text=text, shape=tracker_search.VENDOR
    )
    shown = clause_rows.prepared(
        queryset=found_clauses[:MOST_SHOWN], viewer=viewer, language=language
    )
    context = {
        "section": "search",
        "day": day,
        "text": text,
        "clause_count": found_clauses.count(),
        "deployment_count": found_deployments.count(),
        "clauses_by_spelling": how_clauses is Spelling,
        "deployments_by_spelling": how_deployments is Spelling,
        "rows": [clause_rows.row_of(clause=row, on=day.on, words=words) for row in shown],
        "deployments": deployment_rows.rows(queryset=found_deployments[:MOST_SHOWN], words=words),
        "agreements": [
            agreement_page.row_of(agreement=row, on=day.on, words=words)
            for row in found_agreements[:MOST_SHOWN]
        ],
        "vendors": list(found_vendors[:MOST_SHOWN]),
    }
    return render(request, "web/search.html", context)

"""Entrance for the home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from clauses import vocabulary
from tracker.web import agreement_page, charts, days, home_page, refusals


@refusals.page(parameters=("as_of",))
def home(request: HttpRequest) -> HttpResponse:
    """Show what is in force on the day, what is coming and what happened last."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    viewer = request.user
    rows = home_page.agreements_in_order(viewer=viewer, language=language)
    families = home_page.families(rows=rows, on=day.on)
    context = {
        "section": "home",
        "examples": [_("scan"), _("digital replica"), _("dubbing"), _("training"), "Sora"],
        "day": day,
        "figures": home_page.figures(viewer=viewer, on=day.on),
        "ahead": home_page.dates_ahead(rows=rows, viewer=viewer, on=day.on, language=language),
        "quarters": home_page.quarters(viewer=viewer, on=day.on),
        "family_count": len(families),
        "wide": charts.wide(families=families, day=day.on),
        "narrow": charts.narrow(families=families, day=day.on),
        "live": [
            agreement_page.row_of(agreement=row, on=day.on, words=words)
            for row in rows
            if agreement_page.is_live(agreement=row, on=day.on)
        ],
        "news": home_page.news(rows=rows, viewer=viewer, on=day.on, words=words),
    }
    return render(request, "web/home.html", context)

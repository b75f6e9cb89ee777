"""Entrance for companies and bodies: which agreements bind one on a day, as far as we know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import evidence, vocabulary
from clauses.models import party as parties
from tracker.models import deployment as deployments
from tracker.web import (
    agreement_page,
    days,
    deployment_rows,
    finding,
    refusals,
    source_notes,
)


@refusals.page(parameters=("as_of",))
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one company: what binds it on the day, and the deployments it takes part in."""
    visible = parties.Party.objects.visible_to(request.user)
    found = finding.one(
        queryset=visible.prefetch_related("sources"), slug=slug, viewer=request.user
    )
    return show(request=request, found=found)


def show(*, request: HttpRequest, found: parties.Party) -> HttpResponse:
    """Answer the page of a company, also of one that is still a draft."""
    day = days.of_request(request=request)
    words = vocabulary.current(language=translation.get_language() or "en")
    visible = parties.Party.objects.visible_to(request.user)
    bindings = agreement_page.bindings_on(
        rows=parties.Binding.objects.filter(party=found), on=day.on, viewer=request.user
    )
    taking_part = (
        deployments.Deployment.objects.visible_to(request.user)
        .happened_by(on=day.on)
        .filter(deployers__parties__contains=[found.slug])
        .distinct()
    )
    sources = evidence.shown_for_event(sources=found.sources.all(), is_staff=request.user.is_staff)
    context = {
        "section": "",
        "day": day,
        "party": found,
        "country": words.label("places", found.country) if found.country else "",
        "kind": words.label("party-kinds", found.kind),
        "parent": visible.filter(pk=found.parent_id).first(),
        "bindings": agreement_page.binding_rows(rows=bindings, words=words),
        "rows": deployment_rows.rows(queryset=taking_part, words=words),
        "sources": source_notes.notes(sources=sources, words=words),
        "record_kind": found.record_kind,
    }
    return render(request, "web/party.html", context)

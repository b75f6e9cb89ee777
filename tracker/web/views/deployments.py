"""Entrances for deployments: the list, and one with its clauses on its own day and another."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from clauses import evidence, readings, search, vocabulary
from tracker import standing
from tracker.matching import wording as reason_wording
from tracker.models import deployment as deployments
from tracker.models import vendor as vendors
from tracker.web import (
    days,
    deployment_page,
    deployment_rows,
    finding,
    known_then,
    pagination,
    published,
    refusals,
    source_notes,
)


@refusals.page(parameters=("as_of", "known_at", "q", "vendor", "phase", "page"))
@known_then.page(model=deployments.Deployment)
def deployment_list(request: HttpRequest) -> HttpResponse:
    """List deployments up to the day, newest first or best match first."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    text = request.GET.get("q", "").strip()
    makers = dict(
        vendors.Vendor.objects.visible_to(request.user).order_by("name").values_list("slug", "name")
    )
    phases = {term.slug: term.label for term in words.terms("phases")}
    vendor = _known(request, name="vendor", known=list(makers))
    phase = _known(request, name="phase", known=list(phases))

    found = deployments.Deployment.objects.visible_to(request.user).happened_by(on=day.on)
    meant = ""
    if text:
        by_words = search.matching(queryset=found, text=text)
        found, meant = by_words.rows, by_words.meant
    if vendor:
        found = found.filter(vendor__slug=vendor)
    if phase:
        found = found.filter(phase=phase)
    page = pagination.slice_of(
        request=request, rows=deployment_rows.prepared(queryset=found, language=language)
    )
    context = {
        "section": "deployments",
        "day": day,
        "text": text,
        "meant": meant,
        "vendors": makers.items(),
        "phases": phases.items(),
        "vendor": vendor,
        "phase": phase,
        "page": page,
        "rows": [deployment_rows.row_of(deployment=row, words=words) for row in page.rows],
    }
    return render(request, "web/deployment_list.html", context)


@refusals.page(parameters=("as_of", "known_at"))
@known_then.page(model=deployments.Deployment)
def deployment(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one deployment; without a chosen day it is judged on its own."""
    language = translation.get_language() or "en"
    found = finding.one(
        queryset=deployments.Deployment.objects.visible_to(request.user)
        .with_product()
        .prefetch_related(
            "sources",
            "deployers",
            "union_responses",
            readings.in_language(model=deployments.DeploymentText, language=language),
        ),
        slug=slug,
        viewer=request.user,
    )
    return show(request=request, found=found)


def show(*, request: HttpRequest, found: deployments.Deployment) -> HttpResponse:
    """Answer the page of a deployment, also of one that is still a draft."""
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    viewer = request.user
    day = days.of_request(request=request, otherwise=found.event_date)
    life = deployment_rows.rows(
        queryset=deployments.Deployment.objects.visible_to(viewer)
        .happened_by(on=max(day.today, day.on))
        .filter(product=found.product)
        .order_by("event_date", "slug"),
        words=words,
    )
    sources = evidence.shown_for_event(sources=found.sources.all(), is_staff=viewer.is_staff)
    context = {
        **_standing(found=found, day=day, viewer=viewer, words=words),
        "section": "deployments",
        "day": day,
        "deployment": found,
        "reading": readings.read(record=found, language=language),
        "is_own_day": day.on == found.event_date,
        "has_happened": found.event_date <= day.on,
        "phase_then": words.label("phases", found.phase),
        "life": life,
        "latest": _latest(life, on=day.today),
        "kind": words.label("event-kinds", found.kind),
        "capabilities": words.labels("capabilities", found.capabilities),
        "roles": words.labels("roles", found.roles),
        "places": words.labels("places", found.places),
        "training": words.label("training-data-statuses", found.training_data_status)
        if found.training_data_status
        else "",
        "deployers": deployment_page.deployers(deployment=found, viewer=viewer, language=language),
        "responses": deployment_page.responses(deployment=found, words=words),
        "grade": words.grade(found.evidence_level),
        "evidence": words.label("evidence-levels", found.evidence_level),
        "severity": words.find("severities", found.severity),
        "sources": source_notes.notes(sources=sources, words=words),
        "published": published.of_record(record=found, viewer=viewer, words=words, day=day),
        "record_kind": found.record_kind,
    }
    return render(request, "web/deployment.html", context)


def _standing(
    *, found: deployments.Deployment, day: days.PageDay, viewer: Any, words: vocabulary.Vocabulary
) -> dict[str, Any]:
    """What the rules say on the day; of what was known earlier, the links confirmed then."""
    if day.known is not None:
        groups = deployment_page.known_groups(
            deployment=found, has_happened=found.event_date <= day.on, viewer=viewer, words=words
        )
        return {"groups": groups, "standings": [group.standing for group in groups]}
    own_day = standing.for_deployment(deployment=found, on=found.event_date, viewer=viewer)
    answer = (
        own_day
        if day.on == found.event_date
        else standing.for_deployment(deployment=found, on=day.on, viewer=viewer)
    )
    groups = deployment_page.groups(
        answer=answer, own_day=own_day, deployment=found, viewer=viewer, words=words
    )
    labels = standing.labels(viewer=viewer)
    return {
        "groups": groups,
        "standings": [group.standing for group in groups],
        "silence": reason_wording.silence(key=answer.silence, language=words.language),
        "gaps": [
            reason_wording.gap(role=role, labels=labels, language=words.language)
            for role in answer.gaps
        ],
    }


def _latest(
    life: list[deployment_rows.DeploymentRow], *, on: datetime.date
) -> deployment_rows.DeploymentRow | None:
    by_then = [row for row in life if row.day <= on]
    return by_then[-1] if by_then else None


def _known(request: HttpRequest, *, name: str, known: list[str]) -> str:
    value = request.GET.get(name, "")
    if value:
        refusals.refuse_unknown_value(name=name, value=value, known=known)
    return value

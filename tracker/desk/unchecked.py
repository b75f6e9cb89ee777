"""The desk's list of clauses that nobody compared with the agreement, by consequence."""

from collections.abc import Sequence
from typing import Any

from django import http
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import (
    Case,
    Count,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clauses import staffing, vocabulary
from clauses.models import Agreement, Clause
from tracker.models import Link

PER_PAGE = 50
WEAK_GRADES = frozenset("DE")
STANDINGS = tuple(Link.Standing.values)


def clauses(*, unions: Sequence[int]) -> "QuerySet[Any]":
    """Live clauses that nobody checked: of these unions' agreements and of laws; of none, all."""
    found = Clause.objects.filter(live=True, checked_at__isnull=True)
    if not unions:
        return found
    return found.filter(
        Q(statute__isnull=False) | Q(agreement__in=Agreement.objects.filter(unions__in=unions))
    )


def by_consequence(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """Weak evidence first; then by links on live deployments, priority and strongest standing."""
    strong = [
        level.slug
        for level in vocabulary.current().terms("evidence-levels")
        if level.grade not in WEAK_GRADES
    ]
    links = (
        Link.objects.filter(clause=OuterRef("pk"), deployment__live=True)
        .exclude(state=Link.State.REJECTED)
        .order_by()
        .values("clause")
    )
    rank = Case(
        *(When(standing=each, then=Value(place)) for place, each in enumerate(STANDINGS)),
        output_field=IntegerField(),
    )
    counted = links.annotate(count=Count("pk")).values("count")
    confirmed = links.filter(state=Link.State.CONFIRMED).annotate(count=Count("pk")).values("count")
    ranked: QuerySet[Any] = found.annotate(
        is_weak=Case(When(evidence_level__in=strong, then=Value(0)), default=Value(1)),
        links_count=Coalesce(Subquery(counted), 0),
        confirmed_count=Coalesce(Subquery(confirmed), 0),
        strongest=Coalesce(
            Subquery(links.annotate(rank=Min(rank)).values("rank")), Value(len(STANDINGS))
        ),
    ).order_by("-is_weak", "-links_count", "priority", "strongest", "slug")
    return ranked.select_related("agreement", "statute")


@require_safe
def unchecked(request: http.HttpRequest) -> http.HttpResponse:
    """List them; the page on which each is compared is one click away."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied
    own = staffing.union_ids_of(request.user)
    everyone = request.GET.get("all") == "1" or not own
    found = by_consequence(clauses(unions=[] if everyone else own))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    words = vocabulary.current()
    context = {
        "page": page,
        "query": "&all=1" if everyone and own else "",
        "everyone": everyone,
        "has_own": bool(own),
        "rows": [
            {
                "clause": clause,
                "address": reverse("desk_check", args=[clause.pk]),
                "parent": clause.agreement or clause.statute,
                "grade": words.grade(clause.evidence_level),
                "standing": Link.Standing(STANDINGS[clause.strongest]).label
                if clause.strongest < len(STANDINGS)
                else "",
            }
            for clause in page.object_list
        ],
        "page_title": _("Clauses not yet checked"),
    }
    return TemplateResponse(request, "tracker/desk/unchecked.html", context)

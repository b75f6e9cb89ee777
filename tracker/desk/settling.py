"""The desk's pages of links that wait: which deployments have some, and settling those of one."""

from typing import Any

from django import http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Min, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import View

from clauses import publishing, staffing, vocabulary
from tracker import links, standing
from tracker.matching import wording
from tracker.models import Deployment, Link

PER_PAGE = 30
ORDER = list(Link.Standing.values)


@require_safe
def deployments(request: http.HttpRequest) -> http.HttpResponse:
    """List the live deployments with links to settle, those that bind somebody first."""
    _only_writers(request)
    waits = Q(links__state=Link.State.SUGGESTED)
    found = (
        Deployment.objects.filter(live=True)
        .annotate(
            waiting_count=Count("links", filter=waits),
            binding_count=Count("links", filter=waits & Q(links__standing="binding")),
            since=Min("links__proposed_at", filter=waits),
        )
        .filter(waiting_count__gt=0)
        .select_related("vendor")
        .order_by("-binding_count", "since", "slug")
    )
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "now": timezone.now(),
        "page_title": _("Links to settle"),
    }
    return TemplateResponse(request, "tracker/desk/links.html", context)


class SettleView(View):
    """The proposed links of one deployment, each to confirm, to reject or to leave."""

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Answer those who write or approve."""
        _only_writers(request)
        return super().dispatch(request, *args, **options)

    def get(self, request: http.HttpRequest, pk: int) -> http.HttpResponse:
        """Show what waits."""
        return self._page(request, self._deployment(pk))

    def post(self, request: http.HttpRequest, pk: int) -> http.HttpResponse:
        """Settle what was decided; a rejection without its reason keeps the page as it was."""
        deployment = self._deployment(pk)
        refusal = _refusal(request.user)
        if refusal:
            messages.error(request, refusal)
            return redirect(request.path)
        decisions = {
            link.pk: (request.POST.get(f"decision-{link.pk}", ""), _reason(request, link.pk))
            for link in _waiting(deployment)
        }
        missing = {number for number, (said, why) in decisions.items() if said == "no" and not why}
        if missing:
            return self._page(request, deployment, missing=missing)
        settled, gone = 0, 0
        for number, (said, why) in decisions.items():
            if said not in {"yes", "no"}:
                continue
            try:
                _settle(number, is_confirmed=said == "yes", by=request.user, note=why)
            except links.LinkSettled:
                gone += 1
            else:
                settled += 1
        if gone:
            messages.warning(request, _("Somebody else settled %(count)d first.") % {"count": gone})
        sentence = ngettext("%(count)d link settled.", "%(count)d links settled.", settled)
        messages.success(request, sentence % {"count": settled})
        return redirect("desk_links")

    def _deployment(self, pk: int) -> Deployment:
        found: Deployment = get_object_or_404(Deployment, pk=pk, live=True)
        return found

    def _page(
        self,
        request: http.HttpRequest,
        deployment: Deployment,
        *,
        missing: frozenset[int] | set[int] = frozenset(),
    ) -> http.HttpResponse:
        language = (translation.get_language() or "en")[:2]
        words = vocabulary.current(language=language)
        labels = standing.labels(viewer=links.VIEWER)
        rows = [
            {
                "link": link,
                "grade": words.grade(link.clause.evidence_level),
                "parent": link.clause.agreement or link.clause.statute,
                "questions": [
                    wording.question(fact=fact, labels=labels, language=language)
                    for fact in link.missing_facts
                ],
                "said": request.POST.get(f"decision-{link.pk}", ""),
                "why": request.POST.get(f"reason-{link.pk}", ""),
                "lacks_reason": link.pk in missing,
            }
            for link in _waiting(deployment)
        ]
        context = {
            "deployment": deployment,
            "rows": rows,
            "refusal": _refusal(request.user),
            "has_faults": bool(missing),
            "page_title": _("Links to settle"),
        }
        status = 422 if missing else 200
        return TemplateResponse(request, "tracker/desk/settle.html", context, status=status)


def _settle(number: int, *, is_confirmed: bool, by: Any, note: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        if is_confirmed:
            links.confirm_link(link_id=number, by=by, now=now, note=note)
        else:
            links.reject_link(link_id=number, by=by, now=now, note=note)


def _waiting(deployment: Deployment) -> list[Link]:
    """The proposed links, the strongest standing first."""
    rows = (
        Link.objects.waiting()
        .filter(deployment=deployment)
        .select_related("clause__agreement", "clause__statute")
    )
    return sorted(rows, key=lambda link: (ORDER.index(link.standing), -link.score, link.pk))


def _reason(request: http.HttpRequest, number: int) -> str:
    return request.POST.get(f"reason-{number}", "").replace("\x00", "").strip()[:2000]


def _only_writers(request: http.HttpRequest) -> None:
    """Keep out accounts that neither write nor approve. Raises PermissionDenied."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied


def _refusal(user: Any) -> str:
    """Why `user` settles no links; empty for reviewers who act for a union."""
    if not user.has_perm(publishing.APPROVE):
        return _("Only a reviewer settles links.")
    if not staffing.union_ids_of(user):
        return _("Your account acts for no union, so it settles no links.")
    return ""

"""The desk's pages of links that wait: which deployments have some, and settling those of one."""

import collections
import dataclasses
from typing import Any

from django import http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import View

from clauses import publishing, staffing, vocabulary
from tracker import link_ground, links, standing
from tracker.matching import wording
from tracker.models import Deployment, Link, LinkState

PER_PAGE = 30
ORDER = list(Link.Standing.values)
REFUSED = {
    "gone": gettext_lazy("Somebody else settled %(count)d first."),
    "changed": gettext_lazy(
        "%(count)d changed after they were shown to you and were left. Read them again."
    ),
}


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
        decisions = [_Decision.read(request, link) for link in _waiting(deployment)]
        missing = {decision.link.pk for decision in decisions if decision.lacks_reason}
        if missing:
            return self._page(request, deployment, missing=missing)
        told: collections.Counter[str] = collections.Counter(
            decision.settle(by=request.user) for decision in decisions if decision.is_made
        )
        for outcome in ("gone", "changed"):
            if told[outcome]:
                messages.warning(request, REFUSED[outcome] % {"count": told[outcome]})
        sentence = ngettext("%(count)d link settled.", "%(count)d links settled.", told["settled"])
        messages.success(request, sentence % {"count": told["settled"]})
        return redirect(request.path if told["changed"] else reverse("desk_links"))

    def _deployment(self, pk: int) -> Deployment:
        rows = Deployment.objects.prefetch_related("deployers", "sources")
        found: Deployment = get_object_or_404(rows, pk=pk, live=True)
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
                "mark": link_ground.mark_of(link),
                "grade": words.grade(link.clause.evidence_level),
                "parent": link.clause.agreement or link.clause.statute,
                "sources": link.clause.sources.all(),
                "questions": [
                    wording.question(fact=fact, labels=labels, language=language)
                    for fact in link.missing_facts
                ],
                "earlier": next(iter(link.states.all()), None),
                "because": [Link.Because(each).label for each in link.reopened_because],
                "offered": Link.Standing(link.offered_standing).label,
                "said": request.POST.get(f"decision-{link.pk}", ""),
                "standing": request.POST.get(f"standing-{link.pk}", link.offered_standing),
                "why": request.POST.get(f"reason-{link.pk}", ""),
                "lacks_reason": link.pk in missing,
            }
            for link in _waiting(deployment)
        ]
        context = {
            "deployment": deployment,
            "happened": _happened(deployment, words=words),
            "rows": rows,
            "standings": Link.Standing.choices,
            "refusal": _refusal(request.user),
            "has_faults": bool(missing),
            "page_title": _("Links to settle"),
        }
        status = 422 if missing else 200
        return TemplateResponse(request, "tracker/desk/settle.html", context, status=status)


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Decision:
    """What the form says of one link."""

    link: Link
    said: str
    standing: str
    why: str
    seen: str

    @classmethod
    def read(cls, request: http.HttpRequest, link: Link) -> "_Decision":
        """Read the fields of one link; a standing that does not exist is the proposed one."""
        said = request.POST.get(f"decision-{link.pk}", "")
        standing = request.POST.get(f"standing-{link.pk}", "")
        return cls(
            link=link,
            said=said,
            standing=standing if said == "yes" and standing in Link.Standing.values else "",
            why=_reason(request, link.pk),
            seen=request.POST.get(f"seen-{link.pk}", ""),
        )

    @property
    def is_made(self) -> bool:
        """Whether it was not left for later."""
        return self.said in {"yes", "no"}

    @property
    def lacks_reason(self) -> bool:
        """Whether it says otherwise than the rules without saying why."""
        is_other = bool(self.standing) and self.standing != self.link.offered_standing
        return self.is_made and not self.why and (self.said == "no" or is_other)

    def settle(self, *, by: Any) -> str:
        """Carry it out; tell whether it was `settled`, is `gone` or had `changed`."""
        now = timezone.now()
        try:
            if self.said == "yes":
                links.confirm_link(
                    link_id=self.link.pk,
                    by=by,
                    now=now,
                    note=self.why,
                    standing=self.standing,
                    seen=self.seen,
                )
            else:
                links.reject_link(
                    link_id=self.link.pk, by=by, now=now, note=self.why, seen=self.seen
                )
        except links.LinkSettled:
            return "gone"
        except links.LinkChanged:
            return "changed"
        return "settled"


def _happened(deployment: Deployment, *, words: vocabulary.Vocabulary) -> dict[str, Any]:
    """What is known of the deployment, in words, beside which the clauses are read."""
    facts = [
        (words.label("facts", slug), bool(value))
        for slug, value in sorted(deployment.facts.items())
    ]
    rows = {
        _("Kind"): [words.label("event-kinds", deployment.kind)],
        _("Phase"): [words.label("phases", deployment.phase)],
        _("By"): [row.name for row in deployment.deployers.all()],
        _("Uses"): words.labels("uses", deployment.uses),
        _("What it can do"): words.labels("capabilities", deployment.capabilities),
        _("Crafts"): words.labels("roles", deployment.roles),
        _("Works"): list(deployment.works),
        _("Places"): words.labels("places", deployment.places),
        _("Known true"): [label for label, value in facts if value],
        _("Known false"): [label for label, value in facts if not value],
    }
    return {"rows": {name: told for name, told in rows.items() if any(told)}}


def _waiting(deployment: Deployment) -> list[Link]:
    """The proposed links, the strongest standing first."""
    rows = (
        Link.objects.waiting()
        .filter(deployment=deployment)
        .select_related("clause__agreement", "clause__statute", "deployment")
        .prefetch_related(
            "clause__sources",
            Prefetch("states", queryset=LinkState.objects.select_related("decided_by")),
        )
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

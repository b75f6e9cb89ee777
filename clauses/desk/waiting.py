"""What waits for whoever works at the desk: each a count, an age and one way to the work."""

import dataclasses
import datetime
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from clauses import calendar, deciding, publishing, rereading, reviewing
from clauses.models import Agreement, MistakeReport

SOON = datetime.timedelta(days=120)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pile:
    """One kind of work: how much there is, since when, and where it is done."""

    name: str
    count: int
    address: str
    since: datetime.datetime | None = None
    remark: str = ""
    order: int = 100
    is_for_reader: bool = True
    """False for what only others can do: told, never marked as the next thing to do."""


class WaitingPanel(Component):
    """The desk's opening page."""

    name = "waiting"
    template_name = "desk/waiting.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Ask every part of the product what waits."""
        request = parent_context["request"]
        now = timezone.now()
        piles = [
            pile
            for ask in hooks.get_hooks("desk_waiting")
            for pile in ask(request=request, now=now)
        ]
        piles.sort(key=lambda pile: (not pile.is_for_reader, pile.order))
        some = [pile for pile in piles if pile.count]
        return {
            "piles": piles,
            "some": some,
            "first": next((pile for pile in some if pile.is_for_reader), None),
            "none": [pile for pile in piles if not pile.count],
            "now": now,
        }


def of_the_library(*, request: Any, now: datetime.datetime) -> list[Pile]:
    """Reviews, returned drafts, reported mistakes, agreements that end, stale sources."""
    user = request.user
    piles = []
    if user.has_perm("clauses.change_clause"):
        piles += [_reviews(user), _returned(user), _mistakes(), _ending(now), _stale(now)]
    return piles


def _reviews(user: Any) -> Pile:
    reviews = reviewing.waiting()
    refusals = deciding.refusals(reviews=reviews, by=user)
    mine = [review for review, why in zip(reviews, refusals, strict=True) if not why]
    counted = mine if user.has_perm(publishing.APPROVE) else reviews
    remark = _("%(all)s in all; the others are yours or another union's") % {"all": len(reviews)}
    return Pile(
        name=_("Drafts that wait for your review")
        if user.has_perm(publishing.APPROVE)
        else _("Drafts in review"),
        count=len(counted),
        since=min((review.since for review in counted), default=None),
        address=reverse("desk_reviews"),
        remark=remark if len(reviews) > len(counted) else "",
        order=10,
        is_for_reader=user.has_perm(publishing.APPROVE),
    )


def _returned(user: Any) -> Pile:
    since = [draft.at for draft in reviewing.returned_to(user=user)]
    return Pile(
        name=_("Drafts returned to you"),
        count=len(since),
        since=min(since, default=None),
        address=reverse("desk_returned"),
        order=20,
    )


def _mistakes() -> Pile:
    found = MistakeReport.objects.filter(state=MistakeReport.State.OPEN).aggregate(
        count=Count("pk"), since=Min("created_at")
    )
    return Pile(
        name=_("Reported mistakes"),
        count=found["count"],
        since=found["since"],
        address=reverse("desk_mistakes:index") + "?state=open",
        order=30,
    )


def _ending(now: datetime.datetime) -> Pile:
    today = calendar.today(now)
    ending = Agreement.objects.filter(
        live=True, effective_to__gte=today, effective_to__lte=today + SOON
    ).order_by("effective_to")
    soonest = ending.first()
    address = reverse(Agreement.snippet_viewset.get_url_name("list"))
    return Pile(
        name=_("Agreements that end within 120 days"),
        count=ending.count(),
        address=f"{address}?ordering=effective_to&effective_to__gte={today}"
        f"&effective_to__lte={today + SOON}",
        remark=f"{soonest}: {soonest.effective_to:%Y-%m-%d}" if soonest else "",
        order=40,
    )


def _stale(now: datetime.datetime) -> Pile:
    found = rereading.stale(now=now).aggregate(count=Count("pk"), since=Min("last_read_at"))
    return Pile(
        name=_("Records whose sources nobody re-read for six months"),
        count=found["count"],
        since=found["since"],
        address=reverse("desk_rereading"),
        order=60,
    )

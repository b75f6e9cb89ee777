"""What waits of the tracker's work: links to settle, unchecked clauses, undelivered alerts."""

import datetime
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clauses import publishing, staffing
from clauses.desk.waiting import Pile
from tracker import models
from tracker.alerts import figures
from tracker.desk import unchecked


def of_the_tracker(*, request: Any, now: datetime.datetime) -> list[Pile]:
    """Four questions to the database, whatever waits."""
    user = request.user
    if not user.has_perm("clauses.change_clause"):
        return []
    unions = staffing.union_ids_of(user)
    return [_links(user), _unchecked(unions), _letters(unions, now)]


def _links(user: Any) -> Pile:
    waiting = models.Link.objects.waiting().filter(deployment__live=True)
    found = waiting.aggregate(
        count=Count("pk"), since=Min("proposed_at"), events=Count("deployment", distinct=True)
    )
    remark = ngettext("of %(count)d deployment", "of %(count)d deployments", found["events"])
    may_settle = user.has_perm(publishing.APPROVE)
    return Pile(
        name=_("Links to settle") if may_settle else _("Links for a reviewer to settle"),
        count=found["count"],
        since=found["since"],
        address=reverse("desk_links"),
        remark=remark % {"count": found["events"]} if found["count"] else "",
        order=25,
        is_for_reader=may_settle,
    )


def _unchecked(unions: list[int]) -> Pile:
    found = unchecked.clauses(unions=unions).aggregate(
        count=Count("pk", distinct=True), since=Min("first_published_at")
    )
    return Pile(
        name=_("Clauses not yet checked against the agreement"),
        count=found["count"],
        since=found["since"],
        address=reverse("desk_unchecked"),
        remark=_("those of your unions and of laws, the most consequential first")
        if unions
        else "",
        order=50,
    )


def _letters(unions: list[int], now: datetime.datetime) -> Pile:
    found = figures.dead_letters(union_ids=unions, now=now)
    return Pile(
        name=_("Alerts that could not be delivered"),
        count=sum(each.count for each in found),
        since=min((each.oldest for each in found), default=None),
        address=reverse("desk_letters"),
        remark=_("to members of your unions, in 30 days"),
        order=70,
    )

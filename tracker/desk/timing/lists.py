"""The desk's lists of clocks, of what can start one, and the pile on its opening page."""

import collections
import datetime
from typing import Any

from django import http
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from clauses import calendar
from clauses.desk.waiting import Pile
from clauses.models import Agreement, Clause
from tracker import models
from tracker.desk.timing import forms, words
from tracker.timing import reminding

PER_PAGE = 50
SOON = datetime.timedelta(days=30)


@require_safe
def clocks_due(request: http.HttpRequest) -> http.HttpResponse:
    """List the clocks that run, the soonest first; or those that were settled, the latest first."""
    only_writers(request)
    is_settled = request.GET.get("settled") == "1"
    rows = models.Clock.objects.visible_to(request.user)
    found = (
        rows.exclude(state=models.Clock.State.DUE).order_by("-settled_at", "-pk")
        if is_settled
        else rows.due()
    )
    page = Paginator(found.with_records().select_related("settled_by"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    now = timezone.now()
    context = {
        "page": page,
        "query": "&settled=1" if is_settled else "",
        "rows": [words.row_of(clock, now=now) for clock in page.object_list],
        "is_settled": is_settled,
        "page_title": _("Clocks settled") if is_settled else _("Clocks due"),
    }
    return TemplateResponse(request, "tracker/desk/clocks.html", context)


@require_safe
def choose(request: http.HttpRequest) -> http.HttpResponse:
    """List the live clauses that set a time limit and the agreements whose term has not ended."""
    only_writers(request)
    clauses = (
        Clause.objects.filter(live=True, time_limits__isnull=False)
        .annotate(
            confirmed_count=Count(
                "links",
                filter=Q(links__state=models.Link.State.CONFIRMED),
                distinct=True,
            ),
            running_count=Count(
                "clocks", filter=Q(clocks__state=models.Clock.State.DUE), distinct=True
            ),
        )
        .select_related("agreement", "statute")
        .prefetch_related("time_limits")
        .order_by("-confirmed_count", "slug")
    )
    agreements = Agreement.objects.filter(
        live=True, effective_to__gte=calendar.today(timezone.now())
    ).order_by("effective_to", "slug")
    context = {
        "rows": [
            {
                "clause": clause,
                "parent": clause.agreement or clause.statute,
                "limits": [forms.limit_in_words(row) for row in clause.time_limits.all()],
            }
            for clause in clauses
        ],
        "agreements": agreements,
        "page_title": _("Start a clock"),
    }
    return TemplateResponse(request, "tracker/desk/clock_choose.html", context)


def pile(*, request: Any, now: datetime.datetime) -> list[Pile]:
    """Clocks that are due within a month or have passed without a word of how they ended."""
    if not request.user.has_perm("clauses.change_clause"):
        return []
    rows = models.Clock.objects.visible_to(request.user).due().filter(earliest_at__lte=now + SOON)
    deadlines = list(rows.values_list("earliest_at", flat=True))
    near = collections.Counter(reminding.step_of(deadline=at, now=now) for at in deadlines)
    told = [
        ngettext("%(count)d passed", "%(count)d passed", near[reminding.Step.PASSED])
        % {"count": near[reminding.Step.PASSED]}
    ] * bool(near[reminding.Step.PASSED])
    told += [
        f"{near[step]} {words.NEARNESS[step]}"
        for step in (reminding.Step.DAY, reminding.Step.TWO_DAYS, reminding.Step.WEEK)
        if near[step]
    ]
    return [
        Pile(
            name=_("Clocks due"),
            count=len(deadlines),
            address=reverse("desk_clocks"),
            remark=", ".join(told),
            order=5 if told else 45,
        )
    ]


def only_writers(request: http.HttpRequest) -> None:
    """Keep out accounts that neither write nor approve. Raises PermissionDenied."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied

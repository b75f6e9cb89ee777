"""The desk's pages that start a clock and show one: how it counts, step by step, and its end."""

from typing import Any

from django import http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clauses.models import Agreement, Clause
from tracker import clock_homes, clocks, models
from tracker.desk.timing import forms, lists, words


@require_http_methods(["GET", "HEAD", "POST"])
def start_for_clause(request: http.HttpRequest, clause_id: int) -> http.HttpResponse:
    """Start a clock of a clause's time limit."""
    lists.only_writers(request)
    rows = Clause.objects.select_related("agreement", "statute")
    clause = get_object_or_404(rows, pk=clause_id, live=True)
    how = clock_homes.default_counting(record=clause)
    form = forms.ClauseStartForm(request.POST or None, clause=clause, how=how)
    return _start(request, form=form, record=clause, has_limits=bool(form.rows))


@require_http_methods(["GET", "HEAD", "POST"])
def start_for_agreement(request: http.HttpRequest, agreement_id: int) -> http.HttpResponse:
    """Start a clock of an agreement's end, or of the talks before it."""
    lists.only_writers(request)
    agreement = get_object_or_404(Agreement, pk=agreement_id, live=True)
    how = clock_homes.default_counting(record=agreement)
    form = forms.AgreementStartForm(request.POST or None, agreement=agreement, how=how)
    has_end = agreement.effective_to is not None
    return _start(request, form=form, record=agreement, has_limits=has_end)


@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Show one clock; settle it, open it again, or count it anew."""
    lists.only_writers(request)
    rows = models.Clock.objects.visible_to(request.user).with_records()
    found = get_object_or_404(rows.select_related("settled_by", "started_by"), pk=pk)
    given = _forms(found)
    act = request.POST.get("act", "")
    if request.method == "POST" and act in given:
        form = given[act] = _forms(found, data=request.POST)[act]
        if form.is_valid():
            try:
                _carry_out(act, clock=found, form=form, by=request.user)
            except clocks.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Noted."))
                return redirect(request.path)
    return _page(request, found, given=given, has_faults=request.method == "POST")


def _start(
    request: http.HttpRequest, *, form: Any, record: Any, has_limits: bool
) -> http.HttpResponse:
    may_keep = clocks.may_keep(user=request.user, record=record)
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        started = _started(form, by=request.user) if has_limits and form.is_valid() else None
        if started is not None:
            messages.success(request, _("The clock runs."))
            return redirect("desk_clock", pk=started.pk)
    context = {
        "form": form,
        "record": record,
        "has_limits": has_limits,
        "may_keep": may_keep,
        "is_unchecked": isinstance(record, Clause) and not record.is_checked,
        "page_title": _("Start a clock"),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "tracker/desk/clock_start.html", context, status=status)


def _started(form: Any, *, by: Any) -> models.Clock | None:
    """Start it; a refusal stands in the form, and nothing that was typed is lost."""
    try:
        return clocks.start(
            wanted=form.wanted(),
            event=form.event(),
            how=form.how(),
            note=form.cleaned_data["note"],
            request_key=form.cleaned_data["request_key"],
            by=by,
            now=timezone.now(),
            keeps_counting=form.cleaned_data.get("keeps_counting", False),
        )
    except clocks.Refused as refused:
        form.add_error(None, str(refused))
        return None


def _forms(found: models.Clock, data: Any = None) -> dict[str, Any]:
    """The forms that the clock's state allows, by the name of their act."""
    seen = {"seen": found.sequence}
    if found.state != models.Clock.State.DUE:
        return {"reopen": forms.ReopenForm(data, initial=seen, prefix="reopen")}
    how = clock_homes.counting_of(found)
    given: dict[str, Any] = {"settle": forms.SettleForm(data, initial=seen, prefix="settle")}
    given["recount"] = forms.RecountForm(data, clock=found, how=how, prefix="recount")
    return given


def _carry_out(act: str, *, clock: models.Clock, form: Any, by: Any) -> None:
    told = form.cleaned_data
    common = {"clock_id": clock.pk, "seen": told["seen"], "by": by, "now": timezone.now()}
    if act == "settle":
        clocks.settle(state=told["state"], evidence=told["evidence"], **common)
    elif act == "reopen":
        clocks.reopen(note=told["note"], **common)
    else:
        clocks.recount(event=form.event(), how=form.how(), note=told["note"], **common)


def _page(
    request: http.HttpRequest, found: models.Clock, *, given: dict[str, Any], has_faults: bool
) -> http.HttpResponse:
    record = found.clause or found.agreement
    context = {
        **words.row_of(found, now=timezone.now()),
        "record": record,
        "forms": given if clocks.may_keep(user=request.user, record=record) else {},
        "earliest_steps": words.steps_of(found, is_latest=False),
        "latest_steps": words.steps_of(found, is_latest=True),
        "stale": clocks.stale_because(found),
        "acts": found.acts.select_related("by"),
        "page_title": _("Clock"),
    }
    status = 422 if has_faults else 200
    return TemplateResponse(request, "tracker/desk/clock.html", context, status=status)

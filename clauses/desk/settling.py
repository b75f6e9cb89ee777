"""The desk's pages on which staff settle what became of each clause of an earlier agreement."""

import datetime
from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import View

from clauses import settling, successors, word_difference
from clauses.desk import waiting
from clauses.models import Agreement, Clause

CHOICES = [
    (
        settling.Choice.CARRIED.value,
        gettext_lazy("Carried on: the later agreement keeps this term"),
    ),
    (settling.Choice.REPLACED.value, gettext_lazy("Replaced: what is ticked above stands instead")),
    (settling.Choice.DROPPED.value, gettext_lazy("Dropped: a source says so")),
    (settling.Choice.OPEN.value, gettext_lazy("Not settled: we do not know")),
]


class SettleForm(forms.Form):
    """What became of one clause. The later clauses and the shown drafts are read beside it."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What became of it?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
    )
    source_title = forms.CharField(
        label=gettext_lazy("Source, where it was dropped"), max_length=400, required=False
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"),
        max_length=1000,
        required=False,
        assume_scheme="https",
    )
    reason = forms.CharField(
        label=gettext_lazy("What the source says"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def verdict(self, *, later: list[int]) -> settling.Verdict:
        """What was decided."""
        words = {name: self.cleaned_data[name] for name in ("source_title", "source_url", "reason")}
        return settling.Verdict(
            choice=settling.Choice(self.cleaned_data["choice"]), later=later, **words
        )


@require_safe
def agreements(request: http.HttpRequest) -> http.HttpResponse:
    """List the agreements that follow another, with what is open."""
    _only_writers(request)
    context = {"agreements": settling.successors(), "page_title": _("Clauses to settle")}
    return TemplateResponse(request, "desk/settle_agreements.html", context)


@require_safe
def agreement(request: http.HttpRequest, agreement_id: int) -> http.HttpResponse:
    """List the clauses of the agreement before, with what became of each."""
    _only_writers(request)
    found = _agreement(agreement_id)
    cases = settling.cases(agreement=found)
    context = {
        "agreement": found,
        "rows": [{"case": case, "words": _words(case)} for case in cases],
        "progress": _progress(cases),
        "next": _next(cases, after=0),
        "page_title": _("Settle the clauses of %(name)s") % {"name": found.preceded_by},
    }
    return TemplateResponse(request, "desk/settle_agreement.html", context)


class SettleView(View):
    """One clause beside those that may follow it."""

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Answer those who write or approve."""
        _only_writers(request)
        return super().dispatch(request, *args, **options)

    def get(self, request: http.HttpRequest, agreement_id: int, clause_id: int) -> Any:
        """Show it as the drafts say."""
        found = _agreement(agreement_id)
        cases = settling.cases(agreement=found)
        case = _case(cases, clause_id)
        initial = {
            "choice": case.drafted.value,
            **{name: case.dropping.get(name, "") for name in ("source_title", "source_url")},
            "reason": case.dropping.get("reason", ""),
        }
        ticked = {each.pk for each in case.later}
        return _page(request, found, cases, case, form=SettleForm(initial=initial), ticked=ticked)

    def post(self, request: http.HttpRequest, agreement_id: int, clause_id: int) -> Any:
        """Write the drafts and go to the next open one."""
        found = _agreement(agreement_id)
        cases = settling.cases(agreement=found)
        case = _case(cases, clause_id)
        form = SettleForm(request.POST)
        later = [int(each) for each in request.POST.getlist("later") if each.isdecimal()]
        try:
            if form.is_valid():
                drafted = settling.settle(
                    clause_id=clause_id,
                    agreement=found,
                    verdict=form.verdict(later=later),
                    shown=_shown(request),
                    by=request.user,
                )
                return _onwards(request, found, clause_id, drafted)
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
        except settling.Refused as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        return _page(request, found, cases, case, form=form, ticked=set(later), status=422)


def pile(*, request: Any, now: datetime.datetime) -> list[waiting.Pile]:
    """What waits: clauses of earlier agreements that nobody settled."""
    if not request.user.has_perm("clauses.change_clause"):
        return []
    open_ones = [each for each in settling.successors() if each.open_count]
    return [
        waiting.Pile(
            name=_("Clauses of earlier agreements to settle"),
            count=sum(each.open_count for each in open_ones),
            address=reverse("desk_settle_agreements"),
            remark=", ".join(str(each) for each in open_ones),
            order=55,
        )
    ]


def _only_writers(request: http.HttpRequest) -> None:
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied


def _agreement(agreement_id: int) -> Agreement:
    rows = Agreement.objects.select_related("preceded_by").filter(preceded_by__isnull=False)
    found: Agreement = get_object_or_404(rows, pk=agreement_id)
    return found


def _case(cases: list[settling.Case], clause_id: int) -> settling.Case:
    for case in cases:
        if case.clause.pk == clause_id:
            return case
    raise http.Http404


def _shown(request: http.HttpRequest) -> dict[int, int]:
    """The number of the revision of each clause as the page had it."""
    found = {}
    for name in request.POST:
        number, value = name.removeprefix("shown-"), str(request.POST[name])
        if number != name and number.isdecimal() and value.isdecimal():
            found[int(number)] = int(value)
    return found


def _next(cases: list[settling.Case], *, after: int) -> Clause | None:
    """The next open clause in the order of the list, from its start again at the end."""
    ids = [case.clause.pk for case in cases]
    start = ids.index(after) + 1 if after in ids else 0
    for case in [*cases[start:], *cases[:start]]:
        if not case.is_settled and case.clause.pk != after:
            return case.clause
    return None


def _onwards(
    request: http.HttpRequest, found: Agreement, clause_id: int, drafted: list[Clause]
) -> http.HttpResponse:
    names = ", ".join(str(each) for each in drafted)
    if drafted:
        messages.success(request, _("Drafted for review: %(names)s") % {"names": names})
    else:
        messages.info(request, _("Nothing changed."))
    following = _next(settling.cases(agreement=found), after=clause_id)
    if following is None:
        return redirect("desk_settle_agreement", found.pk)
    return redirect("desk_settle_clause", found.pk, following.pk)


def _progress(cases: list[settling.Case]) -> dict[str, int]:
    return {
        "all": len(cases),
        "settled": sum(case.is_settled for case in cases),
        "waits": sum(case.waits for case in cases),
    }


def _words(case: settling.Case) -> str:
    said = {
        settling.Choice.CARRIED: _("carried on"),
        settling.Choice.REPLACED: _("replaced"),
        settling.Choice.DROPPED: _("dropped"),
        settling.Choice.OPEN: _("not settled"),
    }
    return said[case.drafted]


def _page(
    request: http.HttpRequest,
    found: Agreement,
    cases: list[settling.Case],
    case: settling.Case,
    *,
    form: SettleForm,
    ticked: set[int],
    status: int = 200,
) -> http.HttpResponse:
    later = settling.later_clauses(agreement=found)
    proposed = successors.proposed(clause=case.clause, among=later)
    pairs: list[dict[str, Any]] = []
    for suggestion in proposed:
        other: Any = suggestion.clause
        pairs.append(
            {"suggestion": suggestion, "other": other, "difference": _compared(case, other)}
        )
    near = {pair["other"].pk for pair in pairs}
    context = {
        "agreement": found,
        "case": case,
        "form": form,
        "ticked": ticked,
        "pairs": pairs,
        "others": [each for each in later if each.pk not in near],
        "others_open": bool(ticked - near),
        "shown": [case.clause, *later],
        "progress": _progress(cases),
        "next": _next(cases, after=case.clause.pk),
        "page_title": _("Settle a clause"),
        "page_subtitle": str(case.clause),
    }
    return TemplateResponse(request, "desk/settle_clause.html", context, status=status)


def _compared(case: settling.Case, other: Clause) -> word_difference.Difference:
    return word_difference.between(before=case.clause.summary, after=other.summary)

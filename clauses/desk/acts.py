"""Pages on which what is live is asked to be corrected, taken off or retracted, and decided."""

import dataclasses
import datetime
from typing import Any

from django import forms, http
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.widgets import Button

from clauses import acts, publishing
from clauses.desk import going, subjects
from clauses.desk import waiting as piles
from clauses.models import ActRequest, Publication, record

KEPT = 50
"""Settled requests on the list, the newest first."""

CONSEQUENCES = {
    ActRequest.Act.CORRECT: gettext_lazy(
        "What is on the site is wrong. It stays there until a mended text has passed the review; "
        "that text then goes out as a correction."
    ),
    ActRequest.Act.UNPUBLISH: gettext_lazy(
        "It leaves the site without a word: its address answers “not found”. Nobody is told."
    ),
    ActRequest.Act.RETRACT: gettext_lazy(
        "It leaves the site because it was wrong. Its address says when and why it was taken back."
    ),
}
TOLD_AGAIN = frozenset({ActRequest.Act.CORRECT, ActRequest.Act.RETRACT})


class AskForm(forms.Form):
    """What is asked, and why."""

    act = forms.ChoiceField(
        label=gettext_lazy("What should happen"),
        choices=[
            (ActRequest.Act.CORRECT.value, gettext_lazy("Correct it: a mended text will follow")),
            (
                ActRequest.Act.UNPUBLISH.value,
                gettext_lazy("Take it off the site quietly: it is right, but should not be there"),
            ),
            (ActRequest.Act.RETRACT.value, gettext_lazy("Retract it: it was wrong")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, in English"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Of a correction or retraction, those who were told read this, and so does whoever "
            "opens the page of what was retracted. Say what was wrong, in plain words. "
            "Of what is taken off quietly, only staff read it."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for language, name in _other_languages():
            self.fields[f"reason_{language}"] = forms.CharField(
                label=_("Why, in %(language)s") % {"language": name},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                help_text=_("Left empty, its readers get the English words."),
            )

    def reason_texts(self) -> dict[str, str]:
        """The reason in other languages."""
        return {
            language: self.cleaned_data[f"reason_{language}"]
            for language, _name in _other_languages()
        }


class DecideForm(forms.Form):
    """What is said with a decision."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed to decline. Staff see it."),
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A request as its pages show it."""

    request: ActRequest
    subject: Any
    refusal: str
    consequence: Any
    told: str
    going: list[going.Going]
    edit_address: str


@require_safe
def requests(request: http.HttpRequest) -> http.HttpResponse:
    """List open requests, the oldest first, and those settled last."""
    _only_writers(request)
    waiting_rows = ActRequest.objects.filter(state=ActRequest.State.OPEN).select_related(
        "requested_by"
    )
    settled = ActRequest.objects.exclude(state=ActRequest.State.OPEN).select_related(
        "requested_by", "decided_by"
    )
    context = {
        "waiting": acts.judged(requests=list(waiting_rows), by=request.user),
        "settled": _named(settled.order_by("-decided_at", "-pk")[:KEPT]),
        "page_title": _("Corrections and retractions"),
        "now": timezone.now(),
    }
    return TemplateResponse(request, "desk/acts.html", context)


def ask(request: http.HttpRequest, kind: str, pk: int) -> http.HttpResponse:
    """Ask for something about one record; show what is asked already, and what was done before."""
    _only_writers(request)
    try:
        subject = get_object_or_404(record.model_of(kind), pk=pk)
    except LookupError:
        raise http.Http404 from None
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = acts.ask(
                subject=subject,
                act=form.cleaned_data["act"],
                reason=form.cleaned_data["reason"],
                reason_texts=form.reason_texts(),
                by=request.user,
                now=timezone.now(),
            )
        except (PermissionDenied, ValidationError) as refused:
            form.add_error(None, str(refused) if isinstance(refused, PermissionDenied) else refused)
        else:
            messages.success(request, _("Asked for. Another person decides."))
            return redirect("desk_act", request_id=asked.pk)
    earlier = ActRequest.objects.filter(record_kind=kind, record_id=pk)
    context = {
        "subject": subject,
        "kind": subject._meta.verbose_name,
        "live": Publication.objects.of(record=subject).live().first(),
        "form": form,
        "told": told_in_words(subject=subject, by=request.user),
        "open": earlier.filter(state=ActRequest.State.OPEN).first(),
        "earlier": _named(
            earlier.exclude(state=ActRequest.State.OPEN)
            .select_related("requested_by", "decided_by")
            .order_by("-decided_at")
        ),
        "going": going.with_record(subject),
        "edit_address": _edit_address(subject),
        "page_title": _("Correct, take off or retract"),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "desk/act_ask.html", context, status=status)


def decide(request: http.HttpRequest, request_id: int) -> http.HttpResponse:
    """Show one request with what would happen, and approve, decline or withdraw it."""
    _only_writers(request)
    asked = get_object_or_404(
        ActRequest.objects.select_related("requested_by", "decided_by", "publication__approver"),
        pk=request_id,
    )
    form = DecideForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            message = _carry_out(request, asked=asked, note=form.cleaned_data["note"])
        except ValidationError as refused:
            form.add_error("note", refused.messages)
            status = 422
        except PermissionDenied as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        else:
            messages.success(request, message)
            return redirect("desk_acts")
    context = {
        "asked": _shown(asked=asked, by=request.user),
        "review": _review_address(asked),
        "is_correction": asked.act == ActRequest.Act.CORRECT,
        "is_own": asked.requested_by == request.user,
        "may_decline": not _may_not_decline(asked=asked, by=request.user),
        "form": form,
        "page_title": _("Request"),
    }
    return TemplateResponse(request, "desk/act.html", context, status=status)


def waiting(*, request: Any, now: datetime.datetime) -> list[piles.Pile]:
    """What waits: requests that the reader may decide, or, who approves nothing, all of them."""
    user = request.user
    if not user.has_perm("clauses.change_clause"):
        return []
    rows = list(
        ActRequest.objects.filter(state=ActRequest.State.OPEN).select_related("requested_by")
    )
    approves = user.has_perm(publishing.APPROVE)
    mine = rows
    if approves:
        mine = [each.request for each in acts.judged(requests=rows, by=user) if not each.refusal]
    remark = _("%(all)s in all; the others are yours or another union's") % {"all": len(rows)}
    return [
        piles.Pile(
            name=_("Requests to correct, take off or retract that wait for you")
            if approves
            else _("Requests to correct, take off or retract"),
            count=len(mine),
            since=min((row.requested_at for row in mine), default=None),
            address=reverse("desk_acts"),
            remark=remark if len(rows) > len(mine) else "",
            order=15,
        )
    ]


def button_of(*, subject: Any) -> Button:
    """The way to a record's page of acts, for the header of its form."""
    return Button(
        _("Correct, take off or retract"),
        url=reverse("desk_act_ask", args=[subject.record_kind, subject.pk]),
        icon_name="history",
        priority=80,
    )


def shown_correction(*, subject: Any, by: Any) -> Shown | None:
    """The open correction that a text in review would carry out."""
    asked = acts.correction_of(subject=subject)
    return _shown(asked=asked, by=by) if asked is not None else None


def told_in_words(*, subject: Any, by: Any) -> str:
    """Say how many of the reader's own unions were told of the record, rounded to tens."""
    own = publishing.unions_of(by)
    count = sum(
        count(subject=subject, union_ids=own) for count in hooks.get_hooks("desk_told_count")
    )
    if not count:
        return _("No member of your unions was told of it.")
    if count < 10:
        return _("Fewer than 10 members of your unions were told of it.")
    tens = round(count, -1)
    return ngettext(
        "About %(count)d member of your unions was told of it.",
        "About %(count)d members of your unions were told of it.",
        tens,
    ) % {"count": tens}


def _shown(*, asked: ActRequest, by: Any) -> Shown:
    subject = acts.subject_of(request=asked)
    return Shown(
        request=asked,
        subject=subject,
        refusal=acts.refusal(request=asked, by=by),
        consequence=CONSEQUENCES[ActRequest.Act(asked.act)],
        told=told_in_words(subject=subject, by=by) if asked.act in TOLD_AGAIN else "",
        going=going.with_record(subject) if _leaves(asked) else [],
        edit_address=_edit_address(subject),
    )


def _named(rows: Any) -> list[dict[str, Any]]:
    """Settled requests, each with its record."""
    requests = list(rows)
    about = subjects.of(requests)
    return [{"row": row, "subject": about[row.record_kind, row.record_id]} for row in requests]


def _leaves(asked: ActRequest) -> bool:
    """Whether the record would leave the site, if it were approved."""
    return asked.state == ActRequest.State.OPEN and asked.act != ActRequest.Act.CORRECT


def _carry_out(request: http.HttpRequest, *, asked: ActRequest, note: str) -> str:
    given: dict[str, Any] = {"request_id": asked.pk, "by": request.user, "now": timezone.now()}
    if "withdraw" in request.POST:
        acts.withdraw(**given)
        return _("Withdrawn: %(name)s") % {"name": subjects.name(asked)}
    if "decline" in request.POST:
        acts.decline(**given, note=note)
        return _("Declined: %(name)s") % {"name": subjects.name(asked)}
    if "approve" not in request.POST:
        raise PermissionDenied(_("Nothing was decided: use one of the buttons."))
    acts.approve(**given, note=note)
    return _("Off the site: %(name)s") % {"name": subjects.name(asked)}


def _may_not_decline(*, asked: ActRequest, by: Any) -> bool:
    try:
        acts.check_person(request=asked, subject=acts.subject_of(request=asked), by=by)
    except PermissionDenied:
        return True
    return asked.state != ActRequest.State.OPEN


def _review_address(asked: ActRequest) -> str:
    """Where the text of a correction is in review, if it is."""
    state = acts.subject_of(request=asked).current_workflow_task_state
    return reverse("desk_review", args=[state.pk]) if state is not None else ""


def _edit_address(subject: Any) -> str:
    return reverse(type(subject).snippet_viewset.get_url_name("edit"), args=[subject.pk])


def _other_languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES if code != "en"]


def _only_writers(request: http.HttpRequest) -> None:
    """Keep out accounts that neither write nor approve. Raises PermissionDenied."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied

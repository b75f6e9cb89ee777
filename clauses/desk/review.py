"""The list of drafts in review, and the one page on which a draft is approved or returned."""

from typing import Any, Protocol

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail import hooks

from clauses import acts, deciding, publishing, remarks, reviewing, scheduling
from clauses.desk import acts as act_pages
from clauses.desk import differences, remarking, scheduled


class Part(Protocol):
    """What a kind of record adds to its review page: registered by the hook `desk_review_part`."""

    template_name: str

    def context(self) -> dict[str, Any]:
        """What the template of the part needs."""

    def confirm(self, *, by: Any, now: Any) -> None:
        """Do with what was ticked what has to be done in the transaction of the publication."""

    def kept(self) -> dict[str, Any]:
        """What was ticked, for a later publication; the hook `desk_scheduled_part` does it then."""


class DecisionForm(forms.Form):
    """Approve or return; tell members or not."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    correction = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tell = forms.ChoiceField(
        label=gettext_lazy("Tell members?"),
        choices=[
            ("yes", gettext_lazy("Yes, tell the members whom it concerns")),
            ("no", gettext_lazy("No, publish quietly")),
        ],
        widget=forms.RadioSelect,
    )
    silence_reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Needed where members are not told. It stays in the record."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept with the publication; staff see it."),
    )

    publish_on = scheduled.PublishOnField()

    def decision(self, *, by: Any, now: Any) -> publishing.Decision:
        """What was decided."""
        tells = self.cleaned_data["tell"] == "yes"
        return publishing.Decision(
            by=by,
            now=now,
            notifies=tells,
            silence_reason="" if tells else self.cleaned_data["silence_reason"].strip(),
            note=self.cleaned_data["note"].strip(),
        )


class ReturnForm(forms.Form):
    """Return to the author."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What has to be mended"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _only_writers(request: http.HttpRequest) -> None:
    """Keep out accounts that neither write nor approve. Raises PermissionDenied."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied


@require_safe
def waiting(request: http.HttpRequest) -> http.HttpResponse:
    """List every draft in review with its age, and whether the reader may decide."""
    _only_writers(request)
    found = reviewing.waiting()
    refusals = deciding.refusals(reviews=found, by=request.user)
    reviews = [
        {"review": review, "refusal": refusal}
        for review, refusal in zip(found, refusals, strict=True)
    ]
    context = {"reviews": reviews, "page_title": _("Drafts in review"), "now": timezone.now()}
    return TemplateResponse(request, "desk/reviews.html", context)


@require_safe
def returned(request: http.HttpRequest) -> http.HttpResponse:
    """List the reader's drafts that a reviewer returned, with the reasons."""
    _only_writers(request)
    found = reviewing.returned_to(user=request.user)
    context = {
        "returned": [
            (each, remarking.labelled(each.remarks, model=type(each.record))) for each in found
        ],
        "page_title": _("Drafts returned to you"),
    }
    return TemplateResponse(request, "desk/returned.html", context)


class ReviewView(View):
    """Shows the difference to what is live, and settles it."""

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Answer those who write or approve."""
        _only_writers(request)
        return super().dispatch(request, *args, **options)

    def get(self, request: http.HttpRequest, task_state_id: int) -> http.HttpResponse:
        """Show the draft as it stands now."""
        try:
            review = reviewing.find(task_state_id=task_state_id)
        except reviewing.NotWaiting as gone:
            return self._gone(request, gone)
        now = timezone.now()
        correction = acts.correction_of(subject=review.record)
        silence = "" if correction else reviewing.proposed_silence(review=review, now=now)
        form = DecisionForm(
            initial={
                "revision": review.revision.pk,
                "correction": correction.pk if correction else None,
                "tell": "no" if silence else "yes",
                "silence_reason": silence,
            }
        )
        return self._page(request, review, form=form)

    def post(self, request: http.HttpRequest, task_state_id: int) -> http.HttpResponse:
        """Approve or return exactly what was shown."""
        try:
            review = reviewing.find(task_state_id=task_state_id)
            if "return" in request.POST:
                return self._return(request, review)
            if "approve" in request.POST:
                return self._approve(request, review)
            messages.warning(request, _("Nothing was decided: use one of the two buttons."))
            return redirect(request.path)
        except reviewing.NotWaiting as gone:
            return self._gone(request, gone)
        except PermissionDenied as refused:
            messages.error(request, str(refused))
            return redirect(request.path)

    def _approve(self, request: http.HttpRequest, review: reviewing.Review) -> http.HttpResponse:
        form = DecisionForm(request.POST)
        parts = parts_of(review=review, request=request)
        now = timezone.now()

        def confirm() -> None:
            for part in parts:
                part.confirm(by=request.user, now=now)

        if form.is_valid() and form.cleaned_data["publish_on"] is not None:
            return self._schedule(request, review, form=form, parts=parts)
        if form.is_valid():
            try:
                reviewing.approve(
                    task_state_id=review.task_state.pk,
                    revision_id=form.cleaned_data["revision"],
                    decision=form.decision(by=request.user, now=now),
                    also=confirm,
                    correction_id=form.cleaned_data["correction"],
                )
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, _("Published: %(name)s") % {"name": review.draft})
                return redirect("desk_reviews")
        return self._page(request, review, form=form, status=422)

    def _schedule(
        self,
        request: http.HttpRequest,
        review: reviewing.Review,
        *,
        form: DecisionForm,
        parts: list[Part],
    ) -> http.HttpResponse:
        ticked: dict[str, Any] = {}
        try:
            for part in parts:
                ticked |= part.kept()
            row = scheduling.schedule(
                task_state_id=review.task_state.pk,
                revision_id=form.cleaned_data["revision"],
                decision=form.decision(by=request.user, now=timezone.now()),
                publish_at=form.cleaned_data["publish_on"],
                ticked=ticked,
                correction_id=form.cleaned_data["correction"],
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        except scheduling.ActsFirst as refused:
            form.add_error("publish_on", str(refused))
        else:
            said = scheduled.announced(row=row, written=request.POST.get("publish_on"))
            messages.success(request, said)
            return redirect("desk_scheduled")
        return self._page(request, review, form=form, status=422)

    def _return(self, request: http.HttpRequest, review: reviewing.Review) -> http.HttpResponse:
        form = ReturnForm(request.POST)
        boxes = remarking.RemarksForm(request.POST, shown=_differences(review))
        status = 422
        if form.is_valid() and boxes.is_valid():
            try:
                reviewing.send_back(
                    task_state_id=review.task_state.pk,
                    revision_id=form.cleaned_data["revision"],
                    by=request.user,
                    now=timezone.now(),
                    reason=form.cleaned_data["reason"],
                    on_fields=boxes.cleaned_data,
                )
            except ValidationError as refused:
                form.add_error(None, refused)
            except publishing.NewerRevision as newer:
                review = reviewing.find(task_state_id=review.task_state.pk)
                boxes = remarking.RemarksForm(request.POST, shown=_differences(review))
                data = request.POST.copy()
                data["revision"] = str(review.revision.pk)
                form, status = ReturnForm(data), 409
                form.add_error(
                    None, _("%(refusal)s Look again; nothing was sent.") % {"refusal": newer}
                )
            else:
                messages.success(request, _("Returned: %(name)s") % {"name": review.draft})
                return redirect("desk_reviews")
        correction = acts.correction_of(subject=review.record)
        fresh = DecisionForm(
            initial={
                "revision": review.revision.pk,
                "correction": correction.pk if correction else None,
                "tell": "yes",
            }
        )
        return self._page(request, review, form=fresh, returning=form, boxes=boxes, status=status)

    def _page(
        self,
        request: http.HttpRequest,
        review: reviewing.Review,
        *,
        form: DecisionForm,
        returning: ReturnForm | None = None,
        boxes: remarking.RemarksForm | None = None,
        status: int = 200,
    ) -> http.HttpResponse:
        draft = review.draft
        shown = _differences(review)
        boxes = boxes or remarking.RemarksForm(shown=shown)
        viewset = draft.snippet_viewset
        parts = [
            {"template": part.template_name, "context": part.context()}
            for part in parts_of(review=review, request=request)
        ]
        context = {
            "review": review,
            "draft": draft,
            "is_live": review.record.live,
            "kind": draft._meta.verbose_name,
            "differences": shown,
            "beside": boxes.beside(shown),
            "boxes_elsewhere": boxes.boxes_elsewhere,
            "remarked": remarking.labelled(
                remarks.before(record=review.record, task_state=review.task_state),
                model=type(draft),
            ),
            "refusal": reviewing.refusal(review=review, by=request.user),
            "return_refusal": reviewing.return_refusal(review=review, by=request.user),
            "form": form,
            "returning": returning or ReturnForm(initial={"revision": review.revision.pk}),
            "parts": parts,
            "authors": _authors(review),
            "correction": act_pages.shown_correction(subject=review.record, by=request.user),
            "edit_url": reverse(viewset.get_url_name("edit"), args=[draft.pk]),
            "history_url": reverse(viewset.get_url_name("history"), args=[draft.pk]),
            "preview_url": reverse(
                viewset.get_url_name("revisions_view"), args=[draft.pk, review.revision.pk]
            ),
            "page_title": _("Review"),
            "page_subtitle": str(draft),
        }
        return TemplateResponse(request, "desk/review.html", context, status=status)

    def _gone(self, request: http.HttpRequest, gone: reviewing.NotWaiting) -> http.HttpResponse:
        messages.warning(request, str(gone))
        return redirect("desk_reviews")


def parts_of(*, review: reviewing.Review, request: http.HttpRequest) -> list[Part]:
    """What other parts of the product add to this review."""
    made = (make(review, request) for make in hooks.get_hooks("desk_review_part"))
    return [part for part in made if part is not None]


def _differences(review: reviewing.Review) -> list[differences.Difference]:
    draft = review.draft
    before = type(draft).objects.get(pk=draft.pk) if review.record.live else type(draft)()
    return differences.between(before=before, after=draft)


def _authors(review: reviewing.Review) -> list[Any]:
    ids = publishing.author_ids(record=review.record, revision=review.revision)
    revisions = review.record.revisions.filter(user_id__in=ids).select_related("user")
    return list({revision.user_id: revision.user for revision in revisions}.values())

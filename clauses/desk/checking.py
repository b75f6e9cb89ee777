"""The desk's page on which a reviewer compares a live clause with the document and marks it."""

import dataclasses
from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from clauses import checking, publishing, reviewing, substance
from clauses.models import Clause, Publication

PRIMARY = "primary"


class PlaceForm(forms.Form):
    """Where in which document the words were compared."""

    document = forms.CharField(
        label=gettext_lazy("Document"),
        max_length=300,
        help_text=gettext_lazy("The agreement, memorandum or law itself, with its year or date."),
    )
    page = forms.CharField(
        label=gettext_lazy("Page"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As printed on it: 94, or 94–96."),
    )
    section = forms.CharField(
        label=gettext_lazy("Section"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A page, a section, or both."),
    )

    def place(self) -> checking.Place:
        """What was filled in."""
        return checking.Place(**{name: self.cleaned_data[name] for name in PlaceForm.base_fields})


class MarkForm(PlaceForm):
    """Mark exactly the words that were shown."""

    publication = forms.IntegerField(widget=forms.HiddenInput)


class TakeBackForm(forms.Form):
    """Take the mark back."""

    check_id = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why it does not hold"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Staff see it; it stays in the record."),
    )


def proposed(clause: Clause) -> dict[str, str]:
    """Propose the document that our own source names, and the section on record."""
    primary = [source.title for source in clause.sources.all() if source.tier == PRIMARY]
    return {"document": primary[0][:300] if primary else "", "section": clause.section}


class CheckView(View):
    """Shows the live words beside the form, and what was checked before."""

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Answer those who write or approve."""
        if not request.user.has_perm("clauses.change_clause"):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def get(self, request: http.HttpRequest, pk: int) -> http.HttpResponse:
        """Show the words that are live now."""
        clause = _clause(pk)
        return _page(request, clause, form=_empty(clause))

    def post(self, request: http.HttpRequest, pk: int) -> http.HttpResponse:
        """Mark, or take the mark back."""
        clause = _clause(pk)
        form: Any = (TakeBackForm if "check_id" in request.POST else MarkForm)(request.POST)
        try:
            if form.is_valid():
                _act(form, clause=clause, by=request.user)
                messages.success(request, _said(form))
                return redirect(request.path)
        except ValidationError as refused:
            form.add_error(None, refused)
        except (checking.Refused, PermissionDenied) as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        given = {"taking_back": form} if isinstance(form, TakeBackForm) else {"form": form}
        return _page(request, clause, status=422, **given)


def _clause(pk: int) -> Clause:
    found: Clause = get_object_or_404(
        Clause.objects.with_parent().select_related("checked_by").prefetch_related("sources"), pk=pk
    )
    return found


def _empty(clause: Clause) -> MarkForm:
    live = Publication.objects.of(record=clause).live().first()
    return MarkForm(initial={**proposed(clause), "publication": live.pk if live else 0})


def _act(form: Any, *, clause: Clause, by: Any) -> None:
    now = timezone.now()
    if isinstance(form, MarkForm):
        checking.mark(
            clause_id=clause.pk,
            publication_id=form.cleaned_data["publication"],
            place=form.place(),
            by=by,
            now=now,
        )
    else:
        checking.take_back(
            check_id=form.cleaned_data["check_id"],
            by=by,
            now=now,
            reason=form.cleaned_data["reason"],
        )


def _said(form: Any) -> str:
    if isinstance(form, MarkForm):
        return _("Marked as checked.")
    return _("The mark is taken back.")


def _page(
    request: http.HttpRequest,
    clause: Clause,
    *,
    form: MarkForm | None = None,
    taking_back: TakeBackForm | None = None,
    status: int = 200,
) -> http.HttpResponse:
    checks = list(clause.checks.select_related("by", "cleared_by"))
    holding = next((check for check in checks if check.cleared_at is None), None)
    context = {
        "clause": clause,
        "form": form or _empty(clause),
        "taking_back": taking_back
        or TakeBackForm(initial={"check_id": holding.pk if holding else 0}),
        "checks": checks,
        "refusal": _refusal(clause, by=request.user),
        "limits": list(clause.time_limits.all()),
        "edit_url": reverse(Clause.snippet_viewset.get_url_name("edit"), args=[clause.pk]),
        "page_title": _("Compare with the agreement"),
        "page_subtitle": str(clause),
    }
    return TemplateResponse(request, "desk/check.html", context, status=status)


def _refusal(clause: Clause, *, by: Any) -> str:
    try:
        publishing.check_reviewer(by=by)
        publishing.check_union(record=clause, by=by)
    except PermissionDenied as refused:
        return str(refused)
    if not clause.live:
        return _("This clause is not live, so there are no words to mark.")
    return ""


class CheckPart:
    """On the review of a clause: what becomes of the mark, and marking along with approving."""

    template_name = "desk/check_part.html"

    def __init__(self, *, review: reviewing.Review, request: http.HttpRequest) -> None:
        self.review = review
        self.ticked = request.method == "POST" and "check" in request.POST
        self.form = PlaceForm(
            request.POST if self.ticked else None,
            prefix="check",
            initial=proposed(review.draft),
            use_required_attribute=False,  # the fields are folded away until somebody ticks
        )

    def context(self) -> dict[str, Any]:
        """Whether the mark goes or stays, and the form."""
        clause = self.review.record
        changed = reviewing.changed_fields(review=self.review)
        return {
            "clause": clause,
            "form": self.form,
            "is_ticked": self.ticked,
            "goes": clause.is_checked and not substance.BESIDE_THE_TEXT.issuperset(changed),
        }

    def confirm(self, *, by: Any, now: Any) -> None:
        """Mark the words that were just published. Raises ValidationError for half a place."""
        mark_as_ticked(subject=self.review.record, ticked=self.kept(), by=by, now=now)

    def kept(self) -> dict[str, Any]:
        """The place, if it was ticked. Raises ValidationError for half a place."""
        if not self.ticked:
            return {}
        if not self.form.is_valid():
            raise ValidationError(_("Name the document that you compared it with."))
        return {"check": dataclasses.asdict(self.form.place())}


def mark_as_ticked(*, subject: Any, ticked: dict[str, Any], by: Any, now: Any) -> None:
    """Mark the words that were just published, in that transaction, if that was ticked.

    Raises ValidationError with the reason where they cannot be marked.
    """
    if "check" not in ticked:
        return
    live = Publication.objects.of(record=subject).live().get()
    try:
        checking.mark(
            clause_id=subject.pk,
            publication_id=live.pk,
            place=checking.Place(**ticked["check"]),
            by=by,
            now=now,
        )
    except checking.Refused as refused:
        raise ValidationError(str(refused)) from None
    except ValidationError as refused:
        raise ValidationError(refused.messages) from None


def of_review(review: reviewing.Review, request: http.HttpRequest) -> CheckPart | None:
    """The part of a clause's review; other records have none."""
    if not isinstance(review.record, Clause):
        return None
    return CheckPart(review=review, request=request)

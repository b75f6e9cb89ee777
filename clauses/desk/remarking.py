"""Remarks on the desk's pages: written beside the fields of a review, settled above the form."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clauses import remarks
from clauses.desk import differences
from clauses.models.record import model_of
from clauses.models.remark import Remark

PREFIX = "remark"
RETURN_FORM = "return-form"
"""The id of the form that the boxes beside the fields belong to."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A remark with the name of its field as people read it, and where that field is."""

    remark: Remark
    label: str
    anchor: str = ""


class RemarksForm(forms.Form):
    """One box for each field that differs, and for whatever else was written on."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        shown: Sequence[differences.Difference],
    ) -> None:
        super().__init__(data, prefix=PREFIX)
        start = f"{PREFIX}-"
        sent = [name.removeprefix(start) for name in data or () if name.startswith(start)]
        labels = {each.name: each.label for each in shown}
        self.elsewhere = [
            name for name in sent if name not in labels and str(self.data[start + name]).strip()
        ]
        for name in (*labels, *self.elsewhere):
            self.fields[name] = forms.CharField(
                label=_("Remark on “%(field)s”") % {"field": labels.get(name, name)},
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2, "form": RETURN_FORM}),
            )

    @property
    def boxes_elsewhere(self) -> list[forms.BoundField]:
        """What was written on fields that differ no more, so that it is not lost."""
        return [self[name] for name in self.elsewhere]

    def beside(
        self, shown: Sequence[differences.Difference]
    ) -> list[tuple[differences.Difference, forms.BoundField]]:
        """Pair each difference with its box."""
        return [(each, self[each.name]) for each in shown]


def labelled(found: Iterable[Remark], *, model: type[Any], form: Any = None) -> list[Shown]:
    """Name the fields as the record's form does; with `form`, say where in it they are."""
    remarks_found = list(found)
    names = differences.labels_of(model) if remarks_found else {}
    return [
        Shown(
            remark=each,
            label=names.get(each.field, each.field) if each.field else _("The whole draft"),
            anchor=_anchor(form, each.field) if form is not None else "",
        )
        for each in remarks_found
    ]


def _anchor(form: Any, name: str) -> str:
    if name in form.formsets:
        return f"id_{form.formsets[name].prefix}-FORMS"
    if name not in form.fields:
        return ""
    label = form[name].id_for_label
    return f"{label}-label" if label else form[name].auto_id


class RemarkedMixin:
    """For the view of a form: what a reviewer remarked and nobody settled stands above it."""

    def get_context_data(self: Any, **given: Any) -> dict[str, Any]:
        """Add the open remarks."""
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]  # of the view
        context["open_remarks"] = labelled(
            remarks.open_of(self.object), model=self.model, form=context["form"]
        )
        return context


@require_POST
def settle(request: http.HttpRequest, remark_id: int) -> http.HttpResponse:
    """Settle one remark, for whoever may edit the record, and go back to the form."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied
    remark = get_object_or_404(Remark, pk=remark_id)
    viewset = model_of(remark.record_kind).snippet_viewset
    if not viewset.permission_policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    try:
        remarks.settle(remark=remark, by=request.user, now=timezone.now())
    except remarks.AlreadySettled as before:
        messages.warning(request, str(before))
    else:
        messages.success(request, _("Remark settled."))
    return redirect(reverse(viewset.get_url_name("edit"), args=[remark.record_id]))

"""The desk's list of reported mistakes, each settled with an answer."""

from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from clauses import mistakes
from clauses.models import MistakeReport, record


class MistakePolicy(ModelPermissionPolicy):
    """Readers report, staff settle; nothing is added or removed here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Settling only."""
        return action == "change" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As above, for several."""
        return any(self.user_has_permission(user, action) for action in actions)


class SettleForm(forms.Form):
    """What was done about it."""

    state = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[
            (MistakeReport.State.MENDED.value, gettext_lazy("mended")),
            (MistakeReport.State.DECLINED.value, gettext_lazy("nothing to mend")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("What was done, or why nothing"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def settle(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Show one report and settle it."""
    if not request.user.has_perm("clauses.change_mistakereport"):
        raise PermissionDenied
    report = get_object_or_404(MistakeReport, pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mistakes.settle(
                report_id=report.pk,
                state=form.cleaned_data["state"],
                answer=form.cleaned_data["answer"],
                by=request.user,
                now=timezone.now(),
            )
        except mistakes.AlreadySettled as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Settled."))
        return redirect("desk_mistakes:index")
    context = {
        "report": report,
        "form": form,
        "record_url": _edit_address(report),
        "page_title": _("Reported mistake"),
        "page_subtitle": report.slug,
    }
    return TemplateResponse(
        request, "desk/mistake.html", context, status=422 if form.is_bound else 200
    )


class MistakeViewSet(ModelViewSet):
    """Reports, the oldest open one first."""

    model = MistakeReport
    name = "desk_mistakes"
    url_prefix = "mistakes"
    icon = "warning"
    menu_label = gettext_lazy("Reported mistakes")
    menu_name = "mistakes"
    menu_order = 400
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ("answer",)
    list_display = ("slug", "record_kind", "message", DateColumn("created_at"), "state")
    list_filter = ("state", "record_kind")
    search_fields = ("slug", "message")
    search_backend_name = None
    ordering = ("created_at",)

    @property
    def edit_view(self) -> Any:
        """Settling takes the place of editing."""
        return settle

    def on_register(self) -> None:
        """Register the policy before anything asks for Wagtail's own."""
        register_permission_policy(self.model, MistakePolicy(self.model), exact_class=True)
        super().on_register()


def _edit_address(report: MistakeReport) -> str:
    try:
        model = record.model_of(report.record_kind)
    except LookupError:
        return ""
    found = model.objects.filter(slug=report.slug).first()
    if found is None:
        return ""
    name = model.snippet_viewset.get_url_name("edit")
    return reverse(name, args=[found.pk])

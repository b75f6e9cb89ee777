"""The page of a record's whole history, in place of Wagtail's."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms, http
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.snippets.views import snippets

from clauses import history
from clauses.desk import event_rows, telling

PER_PAGE = 25


class HistoryForm(forms.Form):
    """What is asked for."""

    show = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    person = forms.TypedChoiceField(
        label=gettext_lazy("Person"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        everything = [("", _("everything"))]
        show = cast("forms.ChoiceField", self.fields["show"])
        show.choices = [*everything, *history.GROUPS.items()]
        named = sorted(people.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
        person = cast("forms.ChoiceField", self.fields["person"])
        person.choices = [("", _("everybody")), *((str(pk), name) for pk, name in named)]

    def wanted(self) -> history.Wanted:
        """The same, checked."""
        return history.Wanted(
            group=self.cleaned_data["show"], person_id=self.cleaned_data["person"]
        )


class HistoryView(snippets.HistoryView):
    """Lists what was done with the record, the newest first, by the page."""

    def get(self, request: http.HttpRequest, *args: Any, **options: Any) -> http.HttpResponse:
        """Show one page of it; Wagtail's address of results alone leads here, too."""
        if self.results_only:
            return redirect(self.get_history_url(self.object))
        record = self.object
        people = event_rows.names(history.people(record=record))
        form = HistoryForm(request.GET, people=people)
        rows: Any = []
        if form.is_valid():
            rows = history.of(record=record, wanted=form.wanted())
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
        context = {
            "form": form,
            "page": page,
            "events": telling.told(
                record=record, rows=list(page.object_list), may_edit=self._may_edit()
            ),
            "query": "&" + urlencode(asked) if asked else "",
            "zone": settings.CATALOGUE_TIME_ZONE,
            "record": self.get_page_subtitle(),
            "edit_address": self.get_edit_url(record),
            "page_title": _("History"),
        }
        return TemplateResponse(request, "desk/history.html", context)

    def _may_edit(self) -> bool:
        return bool(self.permission_policy.user_has_permission(self.request.user, "change"))


class WorkflowHistoryView(snippets.WorkflowHistoryView):
    """Wagtail's list of reviews: they are part of the history."""

    def get(self, request: http.HttpRequest, *args: Any, **options: Any) -> http.HttpResponse:
        """Lead to them."""
        named = type(self.object).snippet_viewset.get_url_name
        return redirect(reverse(named("history"), args=[self.object.pk]) + "?show=review")

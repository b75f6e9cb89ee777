"""Finding records by typing: in choosers, and behind the fields that keep slugs."""

from typing import Any

from django import forms, http
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser as generic
from wagtail.snippets.views import chooser

from clauses.desk import fields, widgets

MOST = 30


def named(rows: "models.QuerySet[Any]", *, like: str) -> "models.QuerySet[Any]":
    """Keep the rows whose name, title or slug has every word of `like`."""
    columns = {column.name for column in rows.model._meta.get_fields()}
    searched = [name for name in ("name", "title", "slug") if name in columns]
    for word in like.split():
        either = models.Q()
        for name in searched:
            either |= models.Q(**{f"{name}__icontains": word})
        rows = rows.filter(either)
    return rows


def pick(request: http.HttpRequest, label: str) -> http.JsonResponse:
    """Answer the slugs and names of records that have the words of `?q=`."""
    model = fields.models_by_label.get(label)
    if model is None:
        raise http.Http404
    words = request.GET.get("q", "").replace("\0", "").strip()
    found = named(model._default_manager.all(), like=words)[:MOST] if words else []
    results = [{"value": row.slug, "text": f"{row} ({row.slug})"} for row in found]
    return http.JsonResponse({"results": results})


class FindForm(generic.BaseFilterForm):
    """The search field of a chooser."""

    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: Any) -> Any:
        """Keep what has the words."""
        self.search_query = self.cleaned_data["q"].replace("\0", "").strip()
        self.is_searching = bool(self.search_query)
        return named(super().filter(objects), like=self.search_query)


class ChooseView(chooser.ChooseView):
    """The whole chooser."""

    filter_form_class = FindForm


class ChooseResultsView(chooser.ChooseResultsView):
    """Its results, while somebody types."""

    filter_form_class = FindForm


class RecordChooserViewSet(chooser.SnippetChooserViewSet):
    """Chooses a record by searching; starts without a script inside the page."""

    base_widget_class = widgets.RecordChooser
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    per_page = 20

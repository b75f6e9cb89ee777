"""Finding records by typing: in choosers, and behind the fields that keep slugs."""

from typing import Any

from django import forms, http
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
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


def check_writer(request: http.HttpRequest) -> None:
    """Keep out accounts that neither write nor approve. Raises PermissionDenied."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied


@require_safe
def pick(request: http.HttpRequest, label: str) -> http.JsonResponse:
    """Answer the slugs and names of records that have the words of `?q=`, to those who write."""
    check_writer(request)
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


class ForWriters:
    """What records are called before they are public is for those who write or approve."""

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Refuse administrators of accounts."""
        check_writer(request)
        return super().dispatch(request, *args, **options)  # type: ignore[misc]  # of the view


class ChooseView(ForWriters, chooser.ChooseView):
    """The whole chooser."""

    filter_form_class = FindForm


class ChooseResultsView(ForWriters, chooser.ChooseResultsView):
    """Its results, while somebody types."""

    filter_form_class = FindForm


class ChosenView(ForWriters, chooser.SnippetChosenView):
    """What was chosen."""


class ChosenMultipleView(ForWriters, chooser.SnippetChosenMultipleView):
    """Several at once."""


class RecordChooserViewSet(chooser.SnippetChooserViewSet):
    """Chooses a record by searching; starts without a script inside the page."""

    base_widget_class = widgets.RecordChooser
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    per_page = 20

"""`taxonomy/`: the one vocabulary of all records, each of its lists whole."""

from typing import Any

from django.db.models import F
from rest_framework import request

from clauses.models import TaxonomyTerm
from tracker.api import nearest, parameters, shown
from tracker.api.serializers import vocabularies as serializers
from tracker.api.views import open as open_views
from tracker.api.views import reading


class TaxonomyViewSet(reading.CatalogueViewSet):
    """Closed vocabularies with their values in three languages."""

    noun = "vocabulary"
    record = serializers.VocabularyRecord

    def detail_parameters(self) -> list[parameters.Parameter]:
        """A vocabulary is the same on every day."""
        found = super().detail_parameters()
        return [parameter for parameter in found if parameter is not parameters.AS_OF]

    def list_parameters(self) -> list[parameters.Parameter]:
        """The list is short: it has one page."""
        return self.detail_parameters()

    def page(self, request: request.Request) -> Any:
        """Answer all vocabularies."""
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=today)
        if unchanged is not None:
            return unchanged
        question = self._ask(request, self.list_parameters(), today)
        results = self._written(request, _grouped(_values(question.language)), question)
        body = self._answered(question) | {"next": None, "previous": None, "results": results}
        return open_views.tagged(body, tag=tag)

    def one(self, request: request.Request, slug: str) -> Any:
        """Answer one vocabulary."""
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=today)
        if unchanged is not None:
            return unchanged
        reading.refuse_nul(slug)
        question = self._ask(request, self.detail_parameters(), today)
        rows = _grouped(_values(question.language, vocabulary=slug))
        if not rows:
            raise self.unknown(slug)
        body = self._written(request, rows, question)[0]
        return open_views.tagged(body | self._answered(question), tag=tag)

    def nearest(self, slug: str) -> list[str]:
        """Return the vocabulary that was meant."""
        known = TaxonomyTerm.objects.order_by("vocabulary").values_list("vocabulary", flat=True)
        near = nearest.known(value=slug, among=list(known.distinct()))
        return [near] if near else []


def _values(language: str, **narrowing: str) -> list[dict[str, Any]]:
    rows: shown.Rows = TaxonomyTerm.objects.filter(**narrowing)
    found = rows.order_by("vocabulary", "order", "slug").values(
        *("vocabulary", "slug", "labels", "definitions", "synonyms", "properties"),
        parent_slug=F("parent__slug"),
    )
    return [
        {
            "vocabulary": row["vocabulary"],
            "slug": row["slug"],
            "parent": row["parent_slug"],
            "label": row["labels"].get(language) or row["labels"].get("en") or row["slug"],
            "labels": row["labels"],
            "definition": row["definitions"].get(language) or row["definitions"].get("en") or "",
            "synonyms": row["synonyms"].get(language) or [],
            "properties": row["properties"],
        }
        for row in found
    ]


def _grouped(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lists: dict[str, list[dict[str, Any]]] = {}
    for value in values:
        lists.setdefault(value["vocabulary"], []).append(value)
    return [{"slug": name, "values": found} for name, found in lists.items()]

"""`/api/v1/` itself, its documentation, and every address that leads nowhere."""

import functools
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from drf_spectacular import generators
from rest_framework import exceptions, request
from rest_framework.reverse import reverse

from tracker.api import notices, parameters, versions
from tracker.api.serializers import entry as serializers
from tracker.api.views import open as open_views

LISTS = (
    *("agreements", "statutes", "clauses", "parties", "vendors", "products"),
    *("deployments", "links", "taxonomy"),
)


class RootView(open_views.OpenView):
    """What there is here, and what every answer says."""

    declared = (parameters.LANG,)
    document = serializers.Root

    def get(self, request: request.Request) -> Any:
        """Answer the addresses."""
        given = parameters.read(query=request.query_params, declared=self.declared)
        self.language = given.get("lang", self.language)
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=today)
        if unchanged is not None:
            return unchanged
        names = {name: f"{name}-list" for name in LISTS}
        names |= {"exposure": "exposure", "match": "match"}
        names |= {"changes": "changes", "changes_head": "changes-head"}
        names |= {"schema": "schema", "docs": "docs"}
        body = {
            "as_of": today.isoformat(),
            "disclaimer": notices.disclaimer(language=self.language, day=today),
            "disclaimer_url": notices.rule_address(),
            "addresses": {
                name: reverse(f"api:{view}", request=request) for name, view in names.items()
            },
        }
        return open_views.tagged(body, tag=tag)


class SchemaView(open_views.OpenView):
    """The OpenAPI 3.1 document."""

    schema = None

    def get(self, request: request.Request) -> Any:
        """Answer the document; it changes with the code alone."""
        parameters.read(query=request.query_params, declared=())
        tag = versions.etag(["schema"])
        if versions.is_fresh(given=request.headers.get("If-None-Match", ""), etag=tag):
            return open_views.unchanged(tag=tag)
        return open_views.tagged(document(), tag=tag)


@functools.cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document as plain JSON values."""
    found = generators.SchemaGenerator().get_schema(request=None, public=True)
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain


class NowhereView(open_views.OpenView):
    """Every other address under /api/."""

    schema = None

    def initial(self, request: request.Request, *args: Any, **kwargs: Any) -> None:
        """Refuse, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise exceptions.NotFound("There is nothing at this address.")


class DocumentationView(View):
    """The documentation page, from this server alone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        answer = render(request, "api/docs.html", {"rule": notices.RULE})
        answer["Cache-Control"] = "no-cache"
        return answer

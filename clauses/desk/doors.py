"""Which of Wagtail's own pages are open at the desk; every other one is not there, whoever asks.

Pages of ours are never closed here: they say themselves who may enter.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import ResolverMatch

OPEN = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_editing_sessions",
    }
)
"""Names and namespaces that the pages of records need."""

RECORDS = ("wagtailsnippets_", "wagtailsnippetchoosers_")
"""How the namespaces of records and of their choosers begin."""

CLOSED_OF_RECORDS = frozenset(
    {
        "delete",
        "usage",
        "workflow_action",
        "collect_workflow_action_data",
        "workflow_preview",
        "confirm_workflow_cancellation",
        "create",
    }
)
"""Records are retired, never deleted, and settled on the page of their review alone.

No index of references is kept, so no page of usage, of records or of anything else, would be true.
"""

DESK = "staff/"

ELSE = "staff/.*/$"
"""Wagtail's answer to any other address, which sends people to a sign-in that is not there."""

METHODS = ("GET", "HEAD", "POST")
"""Some of Wagtail's pages would take a PUT for a form, and some of ours for a reading."""

LEAVING = "wagtailadmin_logout"
"""Wagtail drops the session's cookie for a link too, which any page could make a reader follow."""

OURS = frozenset({"clauses", "tracker"})


class ClosedDoorsMiddleware:
    """Answers 404 where Wagtail has a page for pages, images, documents, users or settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is open."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, options: Any
    ) -> HttpResponse | None:
        """Raise Http404 before the view, and so before anything is read or written."""
        match = request.resolver_match
        if match is not None and not is_open(match):
            raise Http404
        if match is not None and match.route.startswith(DESK) and request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if match is not None and match.url_name == LEAVING and request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return None


def is_open(match: ResolverMatch) -> bool:
    """Whether the page is ours, or one of Wagtail's that the work needs."""
    first = match.namespaces[0] if match.namespaces else match.url_name or ""
    if match.kwargs.get("app_label", "clauses") not in OURS:
        return False
    if not first.startswith("wagtail") or first in OPEN:
        return match.url_name != "usage" and match.route != ELSE
    if first == "wagtail_bulk_action":
        return "app_label" in match.kwargs
    return first.startswith(RECORDS) and match.url_name not in CLOSED_OF_RECORDS

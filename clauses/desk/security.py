"""What browsers are told about the desk: inline styles are allowed there, no inline scripts."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse


class DeskPolicyMiddleware:
    """Wagtail sets style attributes; the policy of every other page stays as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Widen the policy of this one answer; the policy itself is written further out."""
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            response._csp_update = {"style-src": "'unsafe-inline'"}  # type: ignore[attr-defined]  # how django-csp is told
        return response


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer as if there were no such page."""
    raise Http404

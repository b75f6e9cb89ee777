"""The language of a request: from the address (/en/ /fr/ /es/), else negotiated.

The prefix is taken off before the address is resolved and put back by `reverse()`, so that one
list of addresses serves all languages and a reader who came by /fr/ stays there.
"""

import re
from collections.abc import Callable

from django import urls
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import cache, translation

PREFIX = re.compile(
    rf"^/(?P<language>{'|'.join(code for code, _ in settings.LANGUAGES)})(?P<rest>/.*|)$"
)
# What speaks to machines or to staff has one address and no language in it.
WITHOUT_LANGUAGE = ("/staff/", "/api/", "/static/", "/media/", "/healthz", "/readyz", "/feeds/")


def split(path: str) -> tuple[str | None, str]:
    """Return (language or None, path without it): "/fr/clauses/" gives ("fr", "/clauses/")."""
    found = PREFIX.match(path)
    if found is None:
        return None, path
    return found["language"], found["rest"] or "/"


class LanguageMiddleware:
    """Activates the language of the address or of the browser, for this request only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the right language and say so in `Content-Language`."""
        language, path = split(request.path_info)
        if language is None:
            return self._negotiated(request)
        if path.startswith(WITHOUT_LANGUAGE):
            return self._moved(request, path)
        if request.path_info == f"/{language}":
            return self._moved(request, f"/{language}/")
        return self._prefixed(request, language, path)

    def _negotiated(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if not request.path_info.startswith(WITHOUT_LANGUAGE):
            cache.patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        return response

    def _prefixed(self, request: HttpRequest, language: str, path: str) -> HttpResponse:
        outer = urls.get_script_prefix()
        request.path_info = path
        request.LANGUAGE_CODE = language
        urls.set_script_prefix(f"{outer}{language}/")
        try:
            with translation.override(language):
                response = self.get_response(request)
        finally:
            urls.set_script_prefix(outer)
        response.headers.setdefault("Content-Language", language)
        return response

    def _moved(self, request: HttpRequest, path: str) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        outer = urls.get_script_prefix().rstrip("/")
        return HttpResponseRedirect(f"{outer}{path}{'?' + query if query else ''}")

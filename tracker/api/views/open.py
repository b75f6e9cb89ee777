"""What every view here is: open to all, limited in rate, readable from other origins, cacheable."""

import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import cache, timezone
from rest_framework import permissions, renderers, request, views
from rest_framework.authentication import BaseAuthentication
from rest_framework.response import Response

from clauses import calendar, vocabulary
from tracker.api import authentication, bodies, languages, limits, problems, versions

EXPOSED = (
    "ETag, Content-Language, Retry-After, RateLimit, RateLimit-Policy, "
    "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
)
ASKED = "Authorization, Accept-Language, Content-Type, If-None-Match"


class OpenView(views.APIView):
    """A view of public data; a key raises the rate. No cookie is read but by `exposure/`."""

    authentication_classes: tuple[type[BaseAuthentication], ...] = (
        authentication.BearerAuthentication,
    )
    permission_classes = (permissions.AllowAny,)
    throttle_classes = (limits.RateLimit,)
    parser_classes = (bodies.SmallJSONParser,)
    renderer_classes = (renderers.JSONRenderer,)

    def get_exception_handler(self) -> Any:
        """Refuse by problem details."""
        return problems.handle

    def initial(self, request: request.Request, *args: Any, **kwargs: Any) -> None:
        """Settle the language as the header asks, before anything is answered or refused."""
        header = request.headers.get("Accept-Language", "")
        self.language = languages.accepted(header=header)
        super().initial(request, *args, **kwargs)

    def finalize_response(
        self, request: request.Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Add the headers that every answer has."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS":
            answer["Access-Control-Allow-Methods"] = ", ".join(self.allowed_methods)
            answer["Access-Control-Allow-Headers"] = ASKED
            answer["Access-Control-Max-Age"] = "86400"
        answer["Cache-Control"] = "no-cache" if answer.has_header("ETag") else "no-store"
        answer["Content-Language"] = getattr(self, "language", languages.DEFAULT)
        cache.patch_vary_headers(answer, ["Accept-Language", "Accept"])
        state = getattr(request._request, "rate_limit_state", None)
        if state is not None:
            for name, value in state.headers().items():
                answer[name] = value
        return answer

    def not_modified(
        self, request: request.Request, *, today: datetime.date | None
    ) -> tuple[str, HttpResponse | None]:
        """Return the ETag of what would be answered, and a 304 if the asker has it. One query.

        `today` is None where the answer is the same on every day.
        """
        version = versions.public_version()
        _notice(version)
        tag = versions.etag(
            [
                str(version),
                today.isoformat() if today else "",
                request.headers.get("Accept-Language", ""),
                request.build_absolute_uri(),
            ]
        )
        if not versions.is_fresh(given=request.headers.get("If-None-Match", ""), etag=tag):
            return tag, None
        return tag, unchanged(tag=tag)


def today() -> datetime.date:
    """Return the day where the agreements were made."""
    return calendar.today(timezone.now())


def tagged(content: Any, *, tag: str) -> Response:
    """Answer with an ETag."""
    return Response(content, headers={"ETag": tag})


def unchanged(*, tag: str) -> HttpResponse:
    """Answer that the asker has it already."""
    answer = HttpResponseNotModified()
    answer["ETag"] = tag
    return answer


_seen = {"version": 0}


def _notice(version: int) -> None:
    """Forget kept words once the catalogue has changed, or old words would get the new ETag."""
    if _seen["version"] != version:
        vocabulary.forget()
        _seen["version"] = version

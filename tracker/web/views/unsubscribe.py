"""Entrance of the link in each message: POST stops e-mail at once, GET shows a button.

RFC 8058: no sign-in, cookie, CSRF token or redirect; link scanners that GET change nothing.
"""

from django import shortcuts
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators import cache, csrf, http

from tracker.alerts import unsubscribing
from tracker.alerts.messages import tokens


@csrf.csrf_exempt
@cache.never_cache
@http.require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Answer in the member's language; a token that is not ours is 404."""
    is_stopped = request.method == "POST"
    try:
        if is_stopped:
            member = unsubscribing.stop(token=token)
        else:
            member = unsubscribing.member_of(token=token)
    except tokens.UnknownToken:
        return shortcuts.render(request, "web/unsubscribe.html", {"is_unknown": True}, status=404)
    with translation.override(member.language):
        response = shortcuts.render(request, "web/unsubscribe.html", {"is_stopped": is_stopped})
        response.headers["Content-Language"] = member.language
        return response

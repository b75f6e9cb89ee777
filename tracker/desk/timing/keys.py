"""The desk's page of the own calendar address: made, told once, revoked."""

from django import http
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tracker import calendar_keys
from tracker.desk.timing import lists


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: http.HttpRequest) -> http.HttpResponse:
    """Say whether an address is open; make one or revoke it."""
    lists.only_writers(request)
    address = ""
    if request.method == "POST":
        if "revoke" in request.POST:
            calendar_keys.revoke(user=request.user, now=timezone.now())
            messages.success(request, _("The address no longer works."))
            return redirect(request.path)
        secret = calendar_keys.make(user=request.user, now=timezone.now())
        address = request.build_absolute_uri(reverse("calendar_staff", args=[secret]))
    context = {
        "address": address,
        "key": calendar_keys.open_key(user=request.user),
        "page_title": _("Clocks in your calendar"),
    }
    return TemplateResponse(request, "tracker/desk/clock_calendar.html", context)

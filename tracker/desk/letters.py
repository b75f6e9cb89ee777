"""The desk's page of alerts that never arrived: numbers by publication and reason, no people."""

from django import http
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clauses import staffing
from tracker.alerts import figures


@require_safe
def letters(request: http.HttpRequest) -> http.HttpResponse:
    """List what could not be delivered to members of the reader's unions."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied
    unions = staffing.union_ids_of(request.user)
    context = {
        "rows": figures.dead_letters(union_ids=unions, now=timezone.now()),
        "days": figures.SHOWN_FOR.days,
        "page_title": _("Alerts that could not be delivered"),
    }
    return TemplateResponse(request, "tracker/desk/letters.html", context)

"""The desk's page of records whose sources nobody opened for long."""

from typing import Any

from django import http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clauses import rereading
from clauses.models import Publication, RecordKind, record

PER_PAGE = 25


def sources(request: http.HttpRequest) -> http.HttpResponse:
    """List them with their sources, the longest unread first; note that one was read."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied
    now = timezone.now()
    if request.method == "POST":
        _note(request, now=now)
        return redirect(request.get_full_path())
    stale = rereading.stale(now=now).select_related("revision").defer("revision__content")
    page = Paginator(stale, PER_PAGE).get_page(request.GET.get("p"))
    publications = list(page.object_list)
    found = rereading.sources_of(publications)
    context = {
        "page": page,
        "rows": [
            {
                "publication": publication,
                "kind": RecordKind(publication.record_kind).label,
                "address": _edit_address(publication),
                "sources": found[publication.pk],
            }
            for publication in publications
        ],
        "now": now,
        "months": rereading.STALE_AFTER.days // 30,
        "page_title": _("Sources to read again"),
    }
    return TemplateResponse(request, "desk/rereading.html", context)


def _note(request: http.HttpRequest, *, now: Any) -> None:
    kind, _dash, number = request.POST.get("record", "").partition("-")
    try:
        rereading.reread(
            record_kind=kind,
            record_id=int(number) if number.isdecimal() and len(number) < 19 else 0,
            by=request.user,
            now=now,
        )
    except rereading.NotLive as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: you read its sources today."))


def _edit_address(publication: Publication) -> str:
    name = record.model_of(publication.record_kind).snippet_viewset.get_url_name("edit")
    return reverse(name, args=[publication.record_id])

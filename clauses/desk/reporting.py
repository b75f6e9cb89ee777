"""The page that tells who did what, for reviewers and administrators, and the same as CSV."""

import datetime
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms, http
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clauses import reporting, spreadsheets
from clauses.models import RecordKind, change, record

PER_PAGE = 50


class PeriodField(forms.DateField):
    """A day that a report may begin or end with."""

    def __init__(self, **options: Any) -> None:
        limits = [
            MinValueValidator(datetime.date(1970, 1, 1)),
            MaxValueValidator(datetime.date(2199, 12, 31)),
        ]
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, validators=limits, widget=widget, **options)


class ReportForm(forms.Form):
    """What is asked for."""

    person = forms.TypedChoiceField(
        label=gettext_lazy("Person"), required=False, coerce=int, empty_value=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of record"), required=False)
    act = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    first_day = PeriodField(label=gettext_lazy("From"))
    last_day = PeriodField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, named: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        everything = [("", _("all"))]
        for name, choices in (
            ("person", [(str(pk), called) for pk, called in named.items()]),
            ("kind", list(RecordKind.choices)),
            ("act", list(reporting.ACTS.items())),
        ):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [*everything, *choices]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The period ends before it begins."))
        return cleaned

    def wanted(self) -> reporting.Wanted:
        """The same, checked."""
        return reporting.Wanted(
            person_id=self.cleaned_data["person"],
            kind=self.cleaned_data["kind"],
            act=self.cleaned_data["act"],
            first_day=self.cleaned_data["first_day"],
            last_day=self.cleaned_data["last_day"],
        )


@require_safe
def report(request: http.HttpRequest) -> http.HttpResponse:
    """List what was done, the newest first, by the page; `?format=csv` is all of it."""
    if not reporting.may_read(request.user):
        raise PermissionDenied
    named = reporting.colleagues(of=request.user)
    form = ReportForm(request.GET, named=named)
    rows: Any = []
    if form.is_valid():
        rows = reporting.done(wanted=form.wanted(), by=request.user, named=named)
        if request.GET.get("format") == "csv":
            return _file(rows, named=named, reader=request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "page": page,
        "rows": _in_words(page.object_list, named=named, reader=request.user),
        "query": "&" + urlencode(asked) if asked else "",
        "csv_address": "?" + urlencode({**asked, "format": "csv"}),
        "zone": settings.CATALOGUE_TIME_ZONE,
        "place": settings.CATALOGUE_TIME_ZONE.replace("_", " "),
        "page_title": _("Who did what"),
    }
    return TemplateResponse(request, "desk/report.html", context)


def _in_words(rows: Any, *, named: Mapping[int, str], reader: Any) -> Iterator[dict[str, Any]]:
    zone = zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)
    kinds, systems = dict(RecordKind.choices), dict(change.SYSTEM_ACTORS)
    names = {
        kind: record.model_of(kind).snippet_viewset.get_url_name("edit")
        for kind in kinds
        if kind != RecordKind.LINK
    }
    # What a record is called before it is public is for those who write or approve.
    sees_drafts = reader.has_perm("clauses.change_clause")
    for row in rows:
        kind, act = row["of_kind"], row["act"]
        is_shown = sees_drafts or act not in reporting.DRAFT_ACTS
        has_page = sees_drafts and kind in names
        if row["actor_id"] is None:
            person = systems.get(row["system"]) or _("nobody on record")
        else:
            person = named.get(row["actor_id"]) or _("staff of another union")
        yield {
            "at": row["done_at"].astimezone(zone),
            "person": person,
            "act": reporting.ACTS.get(act) or act.replace("_", " "),
            "kind": kinds.get(kind, kind),
            "called": row["called"] if is_shown else "",
            "address": reverse(names[kind], args=[row["of_id"]]) if has_page else "",
        }


def _file(rows: Any, *, named: Mapping[int, str], reader: Any) -> http.HttpResponse:
    content = spreadsheets.as_csv(_lines(rows.iterator(), named=named, reader=reader))
    answer = http.HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="who-did-what.csv"'
    return answer


def _lines(rows: Any, *, named: Mapping[int, str], reader: Any) -> Iterator[list[str]]:
    yield [_("When"), _("Who"), _("What was done"), _("Kind of record"), _("Record")]
    for row in _in_words(rows, named=named, reader=reader):
        told = [str(row[name]) for name in ("person", "act", "kind", "called")]
        yield [row["at"].isoformat(timespec="seconds"), *told]

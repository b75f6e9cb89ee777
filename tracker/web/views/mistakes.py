"""Entrance for "report a mistake": without an account, and nothing about the reader is kept."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clauses import calendar, mistakes, readings
from tracker.web import days, refusals


class ReportForm(forms.Form):
    """What is wrong; the other fields are the form's own."""

    message = forms.CharField(
        label=gettext_lazy("What is wrong or missing?"),
        max_length=mistakes.LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Write what is wrong, in a few words.")},
    )
    # Hidden from people by its place on the page; machines fill it in.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    token = forms.CharField(widget=forms.HiddenInput)


@refusals.page()
def report_page(request: HttpRequest) -> HttpResponse:
    """Take a report on the site itself."""
    return _report(request, kind=mistakes.PAGE_KIND, slug="site", about=_("this site"), back="")


@refusals.page(parameters=("as_of",))
def report_record(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Take a report on a record that the reader may see."""
    found: Any = mistakes.find_record(kind=kind, slug=slug, viewer=request.user)
    if found is None:
        raise refusals.NoSuchRecord(sentence=_("There is no such record to report on."))
    title = readings.read(record=found, language="en").title
    return _report(request, kind=kind, slug=slug, about=title, back=found.get_absolute_url())


def _report(request: HttpRequest, *, kind: str, slug: str, about: str, back: str) -> HttpResponse:
    now = timezone.now()
    day_text = request.GET.get("as_of", "")
    as_of = days.read_date(text=day_text, name="as_of") if day_text else calendar.today(now)
    context: dict[str, Any] = {"about": about, "back": back}
    if request.method != "POST":
        form = ReportForm(initial={"token": mistakes.token(now=now)})
        return render(request, "web/report.html", {**context, "form": form})
    form = ReportForm(request.POST)
    if not form.is_valid():
        return render(request, "web/report.html", {**context, "form": form}, status=400)
    if form.cleaned_data["website"]:
        return render(request, "web/reported.html", context)
    try:
        mistakes.report_mistake(
            record_kind=kind,
            slug=slug,
            message=form.cleaned_data["message"],
            language=translation.get_language() or "en",
            as_of=as_of,
            form_token=form.cleaned_data["token"],
            now=now,
        )
    except mistakes.Refused as refusal:
        fresh = {"message": form.cleaned_data["message"], "token": mistakes.token(now=now)}
        form = ReportForm(initial=fresh)
        context = {**context, "form": form, "refusal": str(refusal)}
        status = 429 if isinstance(refusal, mistakes.TooManyReports) else 400
        return render(request, "web/report.html", context, status=status)
    return render(request, "web/reported.html", context)

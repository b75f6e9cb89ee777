"""Pages as this site answered at an earlier moment, by `?known_at=`."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clauses import moments, publications, readings
from tracker import known_then
from tracker.web import days, finding, refusals

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def page(*, model: Any) -> Callable[[View[Arguments]], View[Arguments]]:
    """Answer from what was known at `known_at`, if it is given; `model` is that of the record.

    A record that is open to the reader today and was not on the site at that moment gets a page
    that says so.
    """

    def decorate(view: View[Arguments]) -> View[Arguments]:
        def answer(
            request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            moment = days.known_at(request=request, now=timezone.now())
            if moment is None:
                return view(request, *args, **kwargs)
            if request.GET.get("q", "").strip():
                raise refusals.BadParameter(
                    name="q",
                    sentence=_("Words are searched in today’s texts; leave out “q” or “known_at”."),
                )
            try:
                with known_then.at(moment.at):
                    shown = view(request, *args, **kwargs)
            except refusals.NoSuchRecord:
                today = model.objects.visible_to(request.user)
                record = finding.one(
                    queryset=today, slug=str(kwargs.get("slug", "")), viewer=request.user
                )
                shown = _not_known(request, record=record, moment=moment)
            shown["X-Robots-Tag"] = "noindex"
            return shown

        functools.update_wrapper(answer, view)
        return answer

    return decorate


def _not_known(request: HttpRequest, *, record: Any, moment: moments.Moment) -> HttpResponse:
    """Say that the record was not on the site at that moment, and when it first was."""
    first = publications.first(record=record, viewer=request.user)
    context = {
        "moment": moment,
        "title": readings.read(record=record, language=translation.get_language() or "en").title,
        "address": record.get_absolute_url(),
        "first": first,
        "is_before_first": first is None or moment.at < first,
    }
    return render(request, "web/not_known.html", context)

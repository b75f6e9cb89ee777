"""What a page answers when it cannot: 400 names the parameter, 404 names the nearest record."""

import difflib
import functools
from collections.abc import Callable, Iterable
from typing import Concatenate, NamedTuple, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from clauses import acts, calendar, readings

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
# What mail programs and social sites hang on to a shared address; ours to ignore, not to refuse.
FOREIGN = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "msclkid")


class BadParameter(ValueError):
    """A query parameter that cannot be read; the sentence says how to write it."""

    def __init__(self, *, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence


class Suggestion(NamedTuple):
    """A record whose address is close to the one asked for."""

    title: str
    slug: str
    address: str


class NoSuchRecord(LookupError):
    """No record of this slug is open to the reader; carries the nearest ones that are."""

    def __init__(self, *, sentence: str, nearest: Iterable[Suggestion] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.nearest = tuple(nearest)


class TakenBack(LookupError):
    """The record of this slug was retracted: it was wrong, and the page says so."""

    def __init__(self, retraction: acts.Retraction) -> None:
        super().__init__(retraction.record.slug)
        self.retraction = retraction


def page(*, parameters: Iterable[str] = ()) -> Callable[[View[Arguments]], View[Arguments]]:
    """Refuse unknown query parameters and turn refusals into pages with a sentence."""
    known = (*parameters,)

    def decorate(view: View[Arguments]) -> View[Arguments]:
        def answer(
            request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            try:
                refuse_unknown(given=request.GET, known=known)
                return view(request, *args, **kwargs)
            except BadParameter as refusal:
                return bad_request(request, refusal=refusal)
            except NoSuchRecord as refusal:
                return not_found(request, refusal=refusal)
            except TakenBack as refusal:
                return gone(request, retraction=refusal.retraction)

        functools.update_wrapper(answer, view)
        return answer

    return decorate


def refuse_unknown(*, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise BadParameter for a parameter that the page does not know, naming the nearest."""
    known = list(known)
    for name in given:
        if name in known or name.startswith(FOREIGN):
            continue
        if name == "known_at":
            raise BadParameter(
                name=name,
                sentence=_(
                    "What we knew earlier is kept of clauses, agreements, deployments and "
                    "confirmed links alone. This page speaks of today’s records; leave out "
                    "“known_at”."
                ),
            )
        shown = name[:40]
        close = difflib.get_close_matches(name, known, n=1)
        if close:
            sentence = _("This page knows no “%(name)s”. Did you mean “%(nearest)s”?")
            raise BadParameter(name=shown, sentence=sentence % {"name": shown, "nearest": close[0]})
        if known:
            sentence = _("This page knows no “%(name)s”. It knows: %(known)s.")
            raise BadParameter(
                name=shown, sentence=sentence % {"name": shown, "known": ", ".join(known)}
            )
        sentence = _("This page knows no “%(name)s”.")
        raise BadParameter(name=shown, sentence=sentence % {"name": shown})


def refuse_unknown_value(*, name: str, value: str, known: Iterable[str]) -> None:
    """Raise BadParameter for a value that is not in a closed list, naming the nearest."""
    known = list(known)
    if value in known:
        return
    close = difflib.get_close_matches(value, known, n=1, cutoff=0.4)
    sentence = (
        _("“%(value)s” is not a value of “%(name)s”. Did you mean “%(nearest)s”?")
        if close
        else _("“%(value)s” is not a value of “%(name)s”.")
    )
    shown = {"value": value[:60], "name": name, "nearest": close[0] if close else ""}
    raise BadParameter(name=name, sentence=sentence % shown)


def bad_request(request: HttpRequest, *, refusal: BadParameter) -> HttpResponse:
    """Answer 400 with the sentence."""
    context = {"sentence": refusal.sentence, "parameter": refusal.name}
    return render(request, "400.html", context, status=400)


def not_found(request: HttpRequest, *, refusal: NoSuchRecord) -> HttpResponse:
    """Answer 404 with the sentence and the nearest records."""
    context = {"sentence": refusal.sentence, "nearest": refusal.nearest}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, *, retraction: acts.Retraction) -> HttpResponse:
    """Answer 410 with the day on which the record was retracted, and why."""
    language = translation.get_language() or "en"
    reason, lang = retraction.request.reason_in(language)
    context = {
        "reading": readings.read(record=retraction.record, language=language),
        "retracted_on": calendar.today(retraction.at),
        "reason": reason,
        "reason_lang": lang,
    }
    return render(request, "410.html", context, status=410)

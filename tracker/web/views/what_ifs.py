"""Entrance of the what-if page: a situation in the address, the answer, and what to ask next."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clauses import calendar, vocabulary
from tracker import rulebook, situations, standing
from tracker.matching import wording
from tracker.web import days, deployment_page, refusals
from tracker.web.what_if import address, page


@refusals.page(parameters=address.PARAMETERS)
def what_if(request: HttpRequest) -> HttpResponse:
    """Answer for the situation that the address describes; nothing of it is kept."""
    language = (translation.get_language() or "en")[:2]
    words = vocabulary.current(language=language)
    book = rulebook.for_viewer(viewer=request.user)
    agreements = {
        slug: book.labels.of(kind="agreement", slug=slug, language=language)
        for slug in book.library.agreements
    }
    by_name = dict(sorted(agreements.items(), key=lambda pair: pair[1].casefold()))
    names = address.names_of(words=words, agreements=by_name)
    found = address.read(query=request.GET, names=names)
    if not found.is_plain and not found.errors:
        return HttpResponseRedirect(found.told.address())
    told, errors = found.told, found.errors
    day = _day(request, told=told, errors=errors)
    context: dict[str, Any] = {
        "section": "what_if",
        "day": day,
        "told": told,
        "sheet": page.sheet(told=told, names=names),
        "given": page.given(told=told, labels=book.labels, language=language),
    }
    if told.is_complete and not errors:
        context |= _answer(
            request, told=told, day=day, words=words, labels=book.labels, errors=errors
        )
    context |= {
        "errors": errors,
        "other_errors": [*errors.get(address.NOT_KNOWN, []), *errors.get("", [])],
        "fact_errors": errors.get(address.FACT, []),
        "who_errors": errors.get(address.WHO, []),
        "day_errors": errors.get(address.DAY, []),
        "fields": page.fields(told=told, names=names, words=words, errors=errors),
        "facts": page.fact_fields(told=told, names=names, labels=book.labels, language=language),
        "who": "; ".join(told.values(address.WHO)),
        "companies": page.companies(book=book, language=language),
        "carried": [pair for pair in told.pairs if pair[0] in _CARRIED],
        "title": _title(told, names),
    }
    return render(request, "web/what_if.html", context, status=400 if errors else 200)


_CARRIED = ("not_bound_by", "not_place", "not_sector", address.NOT_KNOWN)


def _day(request: HttpRequest, *, told: address.Told, errors: dict[str, list[str]]) -> days.PageDay:
    """The day asked for; where it cannot be read, today, with the sentence at its field."""
    try:
        return days.of_request(request=request)
    except refusals.BadParameter:
        sentence = _("“%(text)s” is not a date. Write YYYY-MM-DD, for example 2026-05-02.")
        given = request.GET.get(address.DAY, "")[:40]
        errors[address.DAY] = [sentence % {"text": given}]
        today = calendar.today(timezone.now())
        kept = tuple(pair for pair in told.pairs if pair[0] != address.DAY)
        return days.PageDay(on=today, today=today, kept=kept, last_day=today)


def _answer(
    request: HttpRequest,
    *,
    told: address.Told,
    day: days.PageDay,
    words: vocabulary.Vocabulary,
    labels: wording.Labels,
    errors: dict[str, list[str]],
) -> dict[str, Any]:
    """What the rules say of it, in rows, with the next question and whom to ask."""
    try:
        asked = standing.ask(situation=told.situation(day=day.on.isoformat()), viewer=request.user)
    except situations.SituationRefusedError:
        errors[""] = [_("Our records changed while this was read. Load the page again.")]
        return {}
    groups = deployment_page.proposed_groups(answer=asked.answer, viewer=request.user, words=words)
    return {
        "has_answer": True,
        "has_happened": True,
        "groups": groups,
        "standings": [group.standing for group in groups],
        "silence": wording.silence(key=asked.answer.silence, language=words.language),
        "gaps": [
            wording.gap(role=role, labels=labels, language=words.language)
            for role in asked.answer.gaps
        ],
        "unmatched": asked.answer.unmatched,
        "question": page.next_question(
            open_questions=asked.open_questions, labels=labels, language=words.language
        ),
        "contacts": page.whom_to_ask(answer=asked.answer, viewer=request.user),
    }


def _title(told: address.Told, names: address.Names) -> str:
    """Name the page after what is done and, if it is told, to whom."""
    if not told.is_complete:
        return _("What if they want to use AI on your work?")
    uses = ", ".join(names["uses"][slug] for slug in told.values("use"))
    if not told.values("role"):
        return _("What if: %(uses)s") % {"uses": uses}
    roles = ", ".join(names["roles"][slug] for slug in told.values("role"))
    return _("What if: %(uses)s (%(roles)s)") % {"uses": uses, "roles": roles}

"""Entrances of the map of gaps: the page, one cell of it, and its file. For members and staff."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators import cache

from clauses import vocabulary
from tracker import gaps, rulebook
from tracker.matching import coverage, units
from tracker.web import days, refusals, wording
from tracker.web.gap_map import cell as cells
from tracker.web.gap_map import choice as choices
from tracker.web.gap_map import csv_file, trend
from tracker.web.gap_map import table as tables

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def for_members(view: View[Arguments]) -> View[Arguments]:
    """Send everybody else to sign in, unless a union opened its gaps; keep nothing in caches."""

    @functools.wraps(view)
    def answer(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        if not gaps.is_open_to(request.user) and not gaps.opened_unions():
            return auth_views.redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return cache.never_cache(answer)


@for_members
@refusals.page(parameters=choices.PARAMETERS)
def gap_map(request: HttpRequest) -> HttpResponse:
    """Show the map of a day, its gaps in words, and how they changed."""
    day = days.of_request(request=request)
    names = _names(request)
    vendors = gaps.vendor_names(viewer=request.user)
    choice = choices.read(query=request.GET, words=names.words, vendors=list(vendors))
    moments = trend.days(on=day.on, today=day.today)
    maps = dict(zip(moments, gaps.on_days(days=moments, viewer=request.user), strict=True))
    seen = maps[day.on]
    used = {unit.union for unit in seen.shown_units}
    roles = {unit.role for unit in seen.shown_units}
    context = {
        "section": "gaps",
        "day": day,
        "choice": choice,
        "table": tables.write(
            seen=seen, choice=choice, names=names, weights=_weights(seen, choice, names)
        ),
        "trend": trend.of(maps=list(maps.values()), choice=choice),
        "states": _states(seen),
        "unions": [(slug, name) for slug, name in names.unions.items() if slug in used],
        "roles": [
            (term.slug, term.label) for term in names.words.terms("roles") if term.slug in roles
        ],
        "vendors": vendors.items(),
        "without_text": _without_agreements(seen, names),
        "csv_address": choice.address(name="gaps_csv", on=day.on),
        "every_address": dataclasses.replace(choice, every=not choice.every).address(
            on=day.on if day.is_chosen else None
        ),
        "is_whole": gaps.is_open_to(request.user),
    }
    return render(request, "web/gaps.html", context)


@for_members
@refusals.page(parameters=choices.PARAMETERS)
def csv_of(request: HttpRequest) -> HttpResponse:
    """Answer the map as CSV, one line for each cell."""
    day = days.of_request(request=request)
    names = _names(request)
    vendors = gaps.vendor_names(viewer=request.user)
    choice = choices.read(query=request.GET, words=names.words, vendors=list(vendors))
    content = csv_file.write(
        seen=gaps.on_day(day=day.on, viewer=request.user),
        choice=choice,
        names=names,
        said=_disclaimer(day),
    )
    answer = HttpResponse(content, content_type="text/csv")
    name = f"gaps-{day.on.isoformat()}-{names.words.language}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@for_members
@refusals.page(parameters=("as_of",))
def cell_page(request: HttpRequest, use: str, union: str, family: str, role: str) -> HttpResponse:
    """Show the clauses and the live deployments behind one cell."""
    day = days.of_request(request=request)
    names = _names(request)
    seen = gaps.on_day(day=day.on, viewer=request.user)
    unit = units.Unit(union=union, family=family, role=role)
    is_there = unit in seen.shown_units and use in cells.known_uses(names.words)
    if not is_there or not seen.cover.is_own(use=use, unit=unit):
        if not gaps.is_open_to(request.user):
            return auth_views.redirect_to_login(request.get_full_path())
        raise refusals.NoSuchRecord(sentence=_("The map of gaps has no such cell."))
    opened = cells.opened(seen=seen, use=use, unit=unit, names=names, viewer=request.user)
    return render(request, "web/gap_cell.html", {"section": "gaps", "day": day, "opened": opened})


def _names(request: HttpRequest) -> tables.Names:
    return tables.Names(
        words=vocabulary.current(language=translation.get_language() or "en"),
        labels=rulebook.for_viewer(viewer=request.user).labels,
        unions=gaps.union_names(),
    )


def _weights(seen: gaps.Map, choice: choices.Choice, names: tables.Names) -> dict[str, int]:
    """Live products by the use that they do, of the chosen vendor if there is one."""
    vendor_of = {one.product: one.vendor for one in seen.picture.live}
    return {
        use: sum(choice.vendor in ("", vendor_of[one]) for one in seen.picture.doing(use))
        for use in cells.known_uses(names.words)
    }


def _states(seen: gaps.Map) -> list[tuple[str, str, str]]:
    """The states that this reader may meet, with their words."""
    return [
        (str(state), tables.state_in_words(state), tables.explained(state))
        for state in coverage.State
        if seen.shows_reserved or state is not coverage.State.RESERVED
    ]


def _without_agreements(seen: gaps.Map, names: tables.Names) -> list[str]:
    """Unions of which no agreement is in our records: of them we know nothing."""
    if not seen.shown_units:
        return []
    have = {unit.union for unit in seen.cover.units}
    return [name for slug, name in names.unions.items() if slug not in have]


def _disclaimer(day: days.PageDay) -> str:
    true = _("This map is true for %(day)s.") % {"day": wording.sentence_date(day=day.on)}
    return f"{wording.informs()} {true}"

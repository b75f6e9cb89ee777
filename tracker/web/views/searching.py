"""Entrance for the search over clauses, agreements, deployments, vendors and companies."""

from collections.abc import Sequence
from typing import Any, overload

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation

from clauses import visibility, vocabulary
from clauses.searching import answers, facets, questions, scopes
from tracker.models import advisory as advisories
from tracker.web import days, pagination, refusals, search_facets, search_page

MOST_OF_EACH = 5
PER_PAGE = 20


class _Hits(Sequence[facets.Hit]):
    """All hits of a search; only the page that is asked for is read."""

    def __init__(self, *, answer: answers.Answer, scope: scopes.Scope, chosen: Any, total: int):
        self.answer, self.scope, self.chosen, self.total = answer, scope, chosen, total

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, place: int) -> facets.Hit: ...

    @overload
    def __getitem__(self, place: slice) -> list[facets.Hit]: ...

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        return facets.page(
            answer=self.answer,
            scope=self.scope,
            chosen=self.chosen,
            offset=place.start or 0,
            limit=place.stop - (place.start or 0),
        )


@refusals.page(parameters=("as_of", "q", "page", *facets.NAMES))
def search(request: HttpRequest) -> HttpResponse:
    """Show the best of every kind, or one kind page by page; nothing that was typed is kept."""
    day = days.of_request(request=request)
    words = vocabulary.current(language=translation.get_language() or "en")
    chosen = search_facets.read(query=request.GET, words=words, viewer=request.user)
    text = request.GET.get("q", "").strip()
    scope = scopes.visible(
        levels=visibility.levels_for(request.user),
        kinds=list(search_facets.KINDS),
        on=day.on,
        only={"advisory": advisories.Advisory.objects.visible_to(request.user)},
    )
    answer = answers.look(text=text, scope=scope, attempt=answers.is_answered, is_strict=False)
    counts = facets.count(answer=answer, scope=scope, chosen=chosen)
    page = search_page.Page(question=answer.question, viewer=request.user, words=words, on=day.on)
    context = {
        "section": "search",
        "day": day,
        "text": answer.question.text if not answer.meant else questions.cut(text=text)[0],
        "has_text": bool(text),
        "how": answer.how.value,
        "meant": answer.meant,
        "meant_address": _address(request.GET, without=("page",), q=answer.meant),
        "total": counts.total,
        "facets": search_facets.shown(
            counts=counts, chosen=chosen, words=words, viewer=request.user
        ),
        "has_chosen": bool(chosen),
        "unnarrowed": _address(request.GET, without=(*facets.NAMES, "page")),
    }
    if len(chosen.get("kind", ())) == 1:
        context |= _one_kind(
            request, _Hits(answer=answer, scope=scope, chosen=chosen, total=counts.total), page
        )
    else:
        context |= _every_kind(request, answer, scope, chosen, counts, page)
    return render(request, "web/search.html", context)


def _one_kind(request: HttpRequest, hits: _Hits, page: search_page.Page) -> dict[str, Any]:
    part = pagination.slice_of(request=request, rows=hits, per_page=PER_PAGE)
    rows = search_page.rows(hits=part.rows, page=page)
    kind = hits.chosen["kind"][0]
    group = {
        "kind": kind,
        "name": search_facets.KINDS[kind],
        "count": hits.total,
        "rows": [rows[hit.id] for hit in part.rows if hit.id in rows],
    }
    return {"groups": [group] if part.rows else [], "page": part}


def _every_kind(
    request: HttpRequest,
    answer: answers.Answer,
    scope: scopes.Scope,
    chosen: Any,
    counts: facets.Counts,
    page: search_page.Page,
) -> dict[str, Any]:
    best = facets.best(answer=answer, scope=scope, chosen=chosen, each=MOST_OF_EACH)
    rows = search_page.rows(hits=[hit for hits in best.values() for hit in hits], page=page)
    kinds = counts.by_facet.get("kind", {})
    return {
        "groups": [
            {
                "kind": kind,
                "name": search_facets.KINDS[kind],
                "count": kinds.get(kind, len(hits)),
                "rows": [rows[hit.id] for hit in hits if hit.id in rows],
                "all": _address(request.GET, without=("page",), kind=kind)
                if kinds.get(kind, 0) > len(hits)
                else "",
            }
            for kind, hits in best.items()
        ]
    }


def _address(query: QueryDict, *, without: Sequence[str], **more: str) -> str:
    """Return the address of this page with some parameters left out and others set."""
    kept = query.copy()
    for name in (*without, *more):
        kept.pop(name, None)
    for name, value in more.items():
        kept[name] = value
    return f"?{kept.urlencode()}"

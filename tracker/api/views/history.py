"""`clauses/<slug>/history/`: what was published of a clause, and when."""

import urllib.parse
from typing import Any, ClassVar

from django.utils import translation
from rest_framework import request

from clauses import moments, publications, revised, search, vocabulary
from tracker.api import addresses, cursors, notices, parameters, problems, shown
from tracker.api.serializers import history as serializers
from tracker.api.views import open as open_views
from tracker.api.views import reading

ORDER = (cursors.Key(column="id", is_descending=True, kind=int),)
BY_CATALOGUE = "catalogue"


class HistoryView(open_views.OpenView):
    """What was published of a clause, from when to when, and what each publication changed.

    Newest first. Only what anybody could see then, of a clause that anybody may see today.
    """

    declared: ClassVar = (parameters.LANG, parameters.LIMIT, parameters.CURSOR)
    document = serializers.History

    def get(self, request: request.Request, slug: str) -> Any:
        """Answer one page of publications."""
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=today)
        if unchanged is not None:
            return unchanged
        reading.refuse_nul(slug)
        given = parameters.read(query=request.query_params, declared=self.declared)
        self.language = given.get("lang", self.language)
        clause = shown.clauses().filter(slug=slug).only("pk", "slug").first()
        if clause is None:
            near = search.nearest_slugs(queryset=shown.clauses(), slug=slug)  # type: ignore[type-var]
            raise problems.NoSuchRecord(
                detail=f"No clause has the slug “{slug[:80]}”.",
                nearest=[row.slug for row in near],
            )
        place = f"history:{slug}"
        text = given.get("cursor")
        page = cursors.page(
            queryset=publications.with_words(
                publications.visible(record=clause, viewer=shown.ANYBODY)
            ),
            place=place,
            order=ORDER,
            limit=given.get("limit", parameters.USUAL_ROWS),
            cursor=None if text is None else cursors.decode(place=place, text=text, order=ORDER),
        )
        body = {
            "as_of": today.isoformat(),
            "disclaimer": notices.disclaimer(language=self.language, day=today),
            "disclaimer_url": notices.rule_address(),
            "next": _address(request, page.after),
            "slug": slug,
            "results": self._written(request, slug, page.rows),
        }
        return open_views.tagged(body, tag=tag)

    def _written(
        self, request: request.Request, slug: str, rows: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        base = request.build_absolute_uri("/").rstrip("/")
        address = addresses.of_record(kind="clauses", slug=slug, base=base)
        compared = [row for row in rows if row["words_before"] is not None]
        names = revised.names(
            contents=[row[name] for row in compared for name in ("words", "words_before")],
            words=vocabulary.current(language=self.language),
            viewer=shown.ANYBODY,
        )
        with translation.override(self.language):
            found = [_publication(row, address, names) for row in rows]
        return [dict(serializers.Publication(one).data) for one in found]


def _publication(row: dict[str, Any], address: str, names: revised.Names) -> dict[str, Any]:
    before = row["words_before"]
    query = urllib.parse.urlencode({"known_at": moments.written(row["live_from"])})
    return {
        "live_from": row["live_from"],
        "live_until": row["live_until"],
        "is_reviewed": row["system_actor"] != BY_CATALOGUE,
        "is_first": before is None,
        "changed": []
        if before is None
        else [
            {"field": one.field, "name": one.label, "is_list": one.is_list, "parts": one.parts}
            for one in revised.between(
                kind="clause", before=before, after=row["words"], names=names
            )
        ],
        "url": f"{address}?{query}",
    }


def _address(request: request.Request, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"

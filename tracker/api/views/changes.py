"""`changes/` and `changes/head/`: the feed of what changed, in order."""

import hashlib
import json
import urllib.parse
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from rest_framework import request

from tracker.api import cursors, feed, parameters, versions
from tracker.api.serializers import changes as serializers
from tracker.api.views import open as open_views

PLACE = "changes"
ORDER = (cursors.Key(column="id", kind=int),)


class FeedView(open_views.OpenView):
    """What the two addresses of the feed have in common."""

    declared: ClassVar[tuple[parameters.Parameter, ...]] = ()
    document: ClassVar[type[Any]]

    def answer(self, request: request.Request, body: dict[str, Any]) -> Any:
        """Answer with an ETag of the content, or say that it is the same."""
        content = json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True)
        tag = versions.etag([hashlib.sha256(content.encode()).hexdigest()])
        if versions.is_fresh(given=request.headers.get("If-None-Match", ""), etag=tag):
            return open_views.unchanged(tag=tag)
        return open_views.tagged(body, tag=tag)


class ChangesView(FeedView):
    """What changed, in order. Begin without a cursor, or where `changes/head/` says."""

    declared = (parameters.LIMIT, parameters.CURSOR)
    document = serializers.ChangePage

    def get(self, request: request.Request) -> Any:
        """Answer the changes after the cursor."""
        given = parameters.read(query=request.query_params, declared=self.declared)
        text = given.get("cursor")
        start = 0
        if text is not None:
            start = cursors.decode(place=PLACE, text=text, order=ORDER).values[0]
        limit = given.get("limit", parameters.USUAL_ROWS)
        base = request.build_absolute_uri("/").rstrip("/")
        rows, has_more = feed.after(change_id=start, limit=limit, base=base)
        cursor = at(rows[-1]["id"] if rows else start)
        query = urllib.parse.urlencode({"cursor": cursor, "limit": limit})
        address = f"{request.build_absolute_uri(request.path)}?{query}"
        body = {"cursor": cursor, "next": address if has_more else None, "results": rows}
        return self.answer(request, body)


class HeadView(FeedView):
    """Where the feed ends now."""

    document = serializers.ChangeHead

    def get(self, request: request.Request) -> Any:
        """Answer the cursor after the newest change."""
        parameters.read(query=request.query_params, declared=self.declared)
        return self.answer(request, {"cursor": at(feed.head())})


def at(change_id: int) -> str:
    """Return the cursor after a change."""
    return cursors.encode(
        place=PLACE, cursor=cursors.Cursor(is_backward=False, values=(change_id,))
    )

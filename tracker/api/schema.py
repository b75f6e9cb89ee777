"""OpenAPI 3.1 from the declarations that the views themselves read."""

import functools
from typing import Any

from drf_spectacular import openapi, utils
from rest_framework import serializers

from tracker.api import parameters, problems
from tracker.api.serializers import entry, records, situations
from tracker.api.views import reading

REFUSALS = {
    400: "A parameter, a value or the body is not as it should be.",
    401: "The key is not known here, has expired, or was revoked.",
    403: "For members and staff who are signed in, unless a union opened it to everybody.",
    404: "There is no such record; `nearest` may name the one that was meant.",
    405: "This address does not take this method.",
    406: "Only JSON is spoken here.",
    410: "The record was retracted because it was wrong; `retracted_on` and `reason` say more.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests in this minute; `Retry-After` says how long to wait.",
}
HEADERS = {
    "ETag": "Send it back as If-None-Match; a 304 says that nothing has changed.",
    "Content-Language": "The language of the answer.",
    "RateLimit-Limit": "Requests a minute.",
    "RateLimit-Remaining": "Requests left in this minute.",
    "RateLimit-Reset": "Seconds until the next minute begins.",
}


@functools.cache
def page_of(
    record: type[records.Record], *, is_kept: bool = False
) -> type[serializers.Serializer[Any]]:
    """Return the shape of a page of records."""
    name = record.__name__.removesuffix("Record") + "Page"
    made = type(
        name,
        (records.Page, records.Known) if is_kept else (records.Page,),
        {"__doc__": f"A page of {record.kind}.", "results": record(many=True)},
    )
    return utils.extend_schema_serializer(many=False)(made)


@functools.cache
def answer_of(
    record: type[records.Record], *, is_kept: bool = False
) -> type[serializers.Serializer[Any]]:
    """Return the shape of one record with what every answer says."""
    name = record.__name__.removesuffix("Record") + "Answer"
    said = (records.Answered, records.Known) if is_kept else (records.Answered,)
    return type(name, (record, *said), {"__doc__": record.__doc__})


class AutoSchema(openapi.AutoSchema):
    """Reads parameters, shapes and refusals from a view's own declarations."""

    def get_tags(self) -> list[str]:
        """Group by the first part of the path."""
        parts = [part for part in self.path.split("/") if part]
        return [parts[2] if len(parts) > 2 else "root"]

    def get_operation_id(self) -> str:
        """Name operations by path and action; these names stay."""
        parts = [part for part in self.path.split("/") if part][2:]
        named = [part for part in parts if not part.startswith("{")]
        action = {"page": "list", "one": "read"}.get(
            getattr(self.view, "action", ""), "ask" if self.method == "POST" else "read"
        )
        return "_".join([*(part.replace("-", "_") for part in named or ["root"]), action])

    def get_summary(self) -> str:
        """Say in a line what is answered."""
        view = self.view
        if isinstance(view, reading.CatalogueViewSet):
            one = f"One {view.noun}"
            return f"A page of {view.record.kind}" if view.action == "page" else one
        return str(type(view).__doc__).split(".")[0]

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own shape
        """Return the view's own words."""
        return str(type(self.view).__doc__)

    def declared(self) -> list[parameters.Parameter]:
        """Return the query parameters that the view reads."""
        view = self.view
        if isinstance(view, reading.CatalogueViewSet):
            if view.action == "page":
                return view.list_parameters()
            return view.detail_parameters()
        return list(getattr(view, "declared", ()))

    def get_override_parameters(self) -> list[Any]:
        """Document query, path and header parameters, and the headers of answers."""
        found: list[Any] = [_query(parameter) for parameter in self.declared()]
        if "{slug}" in self.path:
            found.append(
                utils.OpenApiParameter(
                    "slug",
                    {"type": "string"},
                    utils.OpenApiParameter.PATH,
                    required=True,
                    description="Permanent id of the record.",
                )
            )
        if self._is_tagged():
            found.append(
                utils.OpenApiParameter(
                    "If-None-Match",
                    str,
                    utils.OpenApiParameter.HEADER,
                    description="The ETag of an answer that is still at hand.",
                )
            )
        if hasattr(self.view, "language") or "lang" in {one.name for one in self.declared()}:
            found.append(
                utils.OpenApiParameter(
                    "Accept-Language",
                    str,
                    utils.OpenApiParameter.HEADER,
                    description="English, French or Spanish.",
                )
            )
        found.extend(
            utils.OpenApiParameter(
                name,
                {"type": "integer"} if name.startswith("RateLimit") else str,
                utils.OpenApiParameter.HEADER,
                description=text,
                response=[200],
            )
            for name, text in HEADERS.items()
            if name != "ETag" or self._is_tagged()
        )
        found.append(
            utils.OpenApiParameter(
                "Retry-After",
                {"type": "integer"},
                utils.OpenApiParameter.HEADER,
                description="Seconds to wait.",
                response=[429],
            )
        )
        return found

    def get_request_serializer(self) -> Any:
        """Document what `match/` takes."""
        if self.method != "POST":
            return None
        return utils.PolymorphicProxySerializer(
            component_name="Question",
            serializers=[situations.Situation, situations.NamedDeployment],
            resource_type_field_name=None,
        )

    def get_response_serializers(self) -> Any:
        """Document the answer and every refusal."""
        answers: dict[Any, Any] = {200: utils.OpenApiResponse(self._answer(), "The answer.")}
        if self._is_tagged():
            answers[304] = utils.OpenApiResponse(description="Nothing has changed.")
        statuses = [400, 401, 406, 429]
        if getattr(self.view, "for_members", False):
            statuses.append(403)
        if "{slug}" in self.path:
            statuses.append(404)
            if isinstance(self.view, reading.CatalogueViewSet):
                statuses.append(410)
        if self.method == "POST":
            statuses += [413, 415]
        for status in sorted(statuses):
            answers[status, problems.MEDIA_TYPE] = utils.OpenApiResponse(
                entry.Problem, REFUSALS[status]
            )
        return answers

    def _is_tagged(self) -> bool:
        """Whether the answer has an ETag: what hangs on who is signed in has none."""
        return self.method == "GET" and not getattr(self.view, "for_members", False)

    def _answer(self) -> Any:
        view = self.view
        if isinstance(view, reading.CatalogueViewSet):
            shape = page_of if view.action == "page" else answer_of
            return shape(view.record, is_kept=view.is_kept)
        return getattr(view, "document", None)

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Every answer is one document; pages are documents that hold lists."""
        return False

    def _map_serializer(
        self, serializer: Any, direction: Any, bypass_extensions: bool = False
    ) -> Any:
        mapped = super()._map_serializer(  # type: ignore[no-untyped-call]  # it has no types
            serializer, direction, bypass_extensions
        )
        if getattr(serializer, "is_sparse", False) and "properties" in mapped:
            sure = {"slug", *records.Answered().fields}
            mapped["required"] = [name for name in mapped["properties"] if name in sure]
        return mapped


def only_our_paths(endpoints: list[Any], **options: Any) -> list[Any]:
    """Leave out the addresses of the desk, which are no interface."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def _query(parameter: parameters.Parameter) -> utils.OpenApiParameter:
    schema: dict[str, Any] = dict(parameter.schema)
    if parameter.is_many:
        schema = {"type": "array", "items": schema}
    return utils.OpenApiParameter(
        parameter.name,
        schema,
        utils.OpenApiParameter.QUERY,
        description=parameter.description,
        explode=True if parameter.is_many else None,
        style="form" if parameter.is_many else None,
    )

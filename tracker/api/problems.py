"""Every refusal as problem details (RFC 9457), naming the field and the nearest known value."""

import dataclasses
import datetime
import http
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from drf_standardized_errors import formatter, handler
from rest_framework import exceptions, response, status

MEDIA_TYPE = "application/problem+json"
Place = Literal["query", "path", "header", "body"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong: where it stands, what it is called, and what may be meant."""

    place: Place
    name: str
    code: str
    detail: str
    nearest: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as a member of `errors`."""
        found: dict[str, Any] = {"in": self.place, "name": self.name, "code": self.code}
        found["detail"] = self.detail
        if self.nearest:
            found["nearest"] = list(self.nearest)
        return found


class InvalidRequest(exceptions.APIException):
    """Raised with everything that is wrong with a request."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid_request"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(detail=" ".join(fault.detail for fault in self.faults))


class NoSuchRecord(exceptions.NotFound):
    """Raised for a slug in a path that no public record has."""

    default_code = "no_such_record"

    def __init__(self, *, detail: str, nearest: Iterable[str] = ()) -> None:
        self.nearest = tuple(nearest)
        super().__init__(detail=detail)


class NotKnownThen(NoSuchRecord):
    """Raised for a record that is public today and was not on the site at the moment asked for."""

    default_code = "not_known_then"


class TakenBack(exceptions.APIException):
    """Raised for a record that was retracted because it was wrong."""

    status_code = status.HTTP_410_GONE
    default_code = "retracted"

    def __init__(self, *, day: datetime.date, reason: str, language: str) -> None:
        self.retraction = {
            "retracted_on": day.isoformat(),
            "reason": reason,
            "reason_language": language,
        }
        super().__init__(detail=f"Retracted on {day.isoformat()}, because it was wrong: {reason}")


class BodyTooLarge(exceptions.APIException):
    """Raised for a body that is larger than any question needs to be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"


class Formatter(formatter.ExceptionFormatter):
    """Writes problem details in place of the library's own shape."""

    def run(self) -> dict[str, Any]:
        """Return the document; `type` is about:blank, so `title` is the phrase of the status."""
        exc = self.exc
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": http.HTTPStatus(exc.status_code).phrase,
            "status": exc.status_code,
            "code": _code(exc),
        }
        faults = _faults(exc)
        document["detail"] = (
            " ".join(fault.detail for fault in faults) if faults else _sentence(exc)
        )
        if faults:
            document["errors"] = [fault.as_json() for fault in faults]
        nearest = getattr(exc, "nearest", ())
        if nearest:
            document["nearest"] = list(nearest)
        return document | getattr(exc, "retraction", {})


class Handler(handler.ExceptionHandler):
    """Gives the answer its media type."""

    def get_response(self, exc: exceptions.APIException, data: Any) -> response.Response:
        """Answer as application/problem+json."""
        return response.Response(
            data,
            status=exc.status_code,
            headers=self.get_headers(exc),
            content_type=MEDIA_TYPE,
        )


def handle(exc: Exception, context: Any) -> response.Response | None:
    """Turn an exception of a view into an answer; DRF's setting names this function."""
    answer: response.Response | None = Handler(exc, context).run()
    return answer


def _code(exc: exceptions.APIException) -> str:
    if isinstance(exc, exceptions.ValidationError):
        return InvalidRequest.default_code
    return str(exc.default_code)


def _sentence(exc: exceptions.APIException) -> str:
    return str(exc.detail) if isinstance(exc.detail, str) else str(exc.default_detail)


def _faults(exc: exceptions.APIException) -> list[Fault]:
    if isinstance(exc, InvalidRequest):
        return list(exc.faults)
    if isinstance(exc, exceptions.ValidationError):
        return [
            Fault(place="body", name=name, code=detail.code or "invalid", detail=str(detail))
            for name, detail in _flat(exc.detail, "")
        ]
    return []


def _flat(detail: Any, name: str) -> Iterable[tuple[str, exceptions.ErrorDetail]]:
    """Walk nested validation errors: {"facts": {"minor": […]}} gives "facts.minor"."""
    if isinstance(detail, exceptions.ErrorDetail):
        yield name, detail
    elif isinstance(detail, Mapping):
        for key, inner in detail.items():
            own = "" if key == "non_field_errors" else str(key)
            yield from _flat(inner, f"{name}.{own}".strip("."))
    else:
        for number, inner in enumerate(detail):
            is_message = isinstance(inner, exceptions.ErrorDetail)
            yield from _flat(inner, name if is_message else f"{name}.{number}".strip("."))

"""Reads JSON bodies: small ones only, strictly."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework import exceptions, parsers

from tracker.api import problems

LARGEST_BODY = 64 * 1024


class SmallJSONParser(parsers.JSONParser):
    """JSON of at most LARGEST_BODY bytes; one that nests without end is malformed."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return what the body says. Raises BodyTooLarge or ParseError."""
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise problems.BodyTooLarge(f"A body has at most {LARGEST_BODY} bytes.")
        try:
            return super().parse(stream, media_type, dict(parser_context or {}))
        except RecursionError:
            raise exceptions.ParseError("This JSON nests too deeply.") from None
        except UnicodeDecodeError:
            raise exceptions.ParseError("This body is not UTF-8.") from None

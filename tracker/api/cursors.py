"""Pages by key: a cursor says after or before which row, so that new rows move no page."""

import base64
import binascii
import dataclasses
import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from tracker.api import problems

LONGEST_CURSOR = 600


@dataclasses.dataclass(frozen=True, kw_only=True)
class Key:
    """One column of the order. The last column of an order is unique."""

    column: str
    is_descending: bool = False
    kind: type[str] | type[int] | type[datetime.date] = str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cursor:
    """A place between two rows, and the way to read from it."""

    is_backward: bool
    values: tuple[Any, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """Rows in order and the cursors to what lies after and before them, if anything does."""

    rows: list[dict[str, Any]]
    after: str = ""
    before: str = ""


def encode(*, place: str, cursor: Cursor) -> str:
    """Write a cursor that is good for the list `place` alone."""
    values = [
        value.isoformat() if isinstance(value, datetime.date) else value for value in cursor.values
    ]
    text = json.dumps([place, cursor.is_backward, values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(*, place: str, text: str, order: Sequence[Key]) -> Cursor:
    """Read a cursor. Raises problems.InvalidRequest for one that this list never gave."""
    try:
        if len(text) > LONGEST_CURSOR:
            raise ValueError
        padded = text + "=" * (-len(text) % 4)
        plain = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        named, is_backward, values = json.loads(plain.decode())
        if named != place or not isinstance(is_backward, bool) or len(values) != len(order):
            raise ValueError
        return Cursor(
            is_backward=is_backward,
            values=tuple(_value(key, value) for key, value in zip(order, values, strict=True)),
        )
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise problems.InvalidRequest(
            [
                problems.Fault(
                    place="query",
                    name="cursor",
                    code="malformed_cursor",
                    detail="This cursor was not given by this list. Begin without a cursor.",
                )
            ]
        ) from None


def page(
    *,
    queryset: models.QuerySet[Any, Any],
    place: str,
    order: Sequence[Key],
    limit: int,
    cursor: Cursor | None,
) -> Page:
    """Read one page in one query; `queryset` gives dictionaries with the columns of `order`."""
    backward = cursor is not None and cursor.is_backward
    if cursor is not None:
        queryset = queryset.filter(_beyond(order, cursor))
    names = [f"{'-' if key.is_descending != backward else ''}{key.column}" for key in order]
    rows = list(queryset.order_by(*names)[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    if backward:
        rows.reverse()
    has_after = bool(rows) and (has_more or backward)
    has_before = bool(rows) and (has_more if backward else cursor is not None)
    if backward is False:
        has_after = has_more
    return Page(
        rows=rows,
        after=_at(place, order, rows[-1], is_backward=False) if has_after else "",
        before=_at(place, order, rows[0], is_backward=True) if has_before else "",
    )


def _at(place: str, order: Sequence[Key], row: dict[str, Any], *, is_backward: bool) -> str:
    values = tuple(row[key.column] for key in order)
    return encode(place=place, cursor=Cursor(is_backward=is_backward, values=values))


def _beyond(order: Sequence[Key], cursor: Cursor) -> models.Q:
    """Say "after this key" for columns that may go either way."""
    condition = models.Q()
    same: dict[str, Any] = {}
    for key, value in zip(order, cursor.values, strict=True):
        comparison = "lt" if key.is_descending != cursor.is_backward else "gt"
        condition |= models.Q(**same, **{f"{key.column}__{comparison}": value})
        same[key.column] = value
    return condition


def _value(key: Key, value: Any) -> Any:
    if key.kind is int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            raise ValueError
        return value
    if not isinstance(value, str) or "\x00" in value or len(value) > 200:
        raise ValueError
    value.encode()
    if key.kind is datetime.date:
        return datetime.date.fromisoformat(value)
    return value

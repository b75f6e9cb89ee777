"""Pages of a list by number; a number that is none is refused, one past the end is the last."""

import dataclasses
from typing import Any

from django.core import paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.web import refusals

PER_PAGE = 30


@dataclasses.dataclass(frozen=True, kw_only=True)
class Slice:
    """One page of a list and the addresses beside it."""

    rows: list[Any]
    count: int
    number: int
    pages: int
    previous: str
    following: str


def slice_of(*, request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Slice:
    """Return the page that the address asks for. Raises BadParameter for `page=x`."""
    text = request.GET.get("page", "1")
    if not text.isdecimal() or len(text) > 6:
        raise refusals.BadParameter(
            name="page", sentence=_("“page” is a number, for example page=2.")
        )
    pages = paginator.Paginator(rows, per_page)
    page = pages.get_page(int(text) or 1)
    return Slice(
        rows=list(page.object_list),
        count=pages.count,
        number=page.number,
        pages=pages.num_pages,
        previous=_address(request, page.number - 1) if page.has_previous() else "",
        following=_address(request, page.number + 1) if page.has_next() else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"

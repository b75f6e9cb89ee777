"""Permanent addresses of records: in the API and on the site."""

import functools

from django import urls

PLACEHOLDER = "0-slug-0"


def of_record(*, kind: str, slug: str, base: str) -> str:
    """Return the API's address of a record; `base` is scheme and host."""
    return base + _pattern(f"api:{kind}-detail").replace(PLACEHOLDER, slug)


def of_page(*, page: str, slug: str, base: str) -> str:
    """Return the address of a record's page for people."""
    return base + _pattern(page).replace(PLACEHOLDER, slug)


@functools.cache
def _pattern(name: str) -> str:
    return urls.reverse(name, args=[PLACEHOLDER])

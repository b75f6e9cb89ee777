"""What every page needs beside its own answer: languages, section, contact of the machine."""

from typing import NamedTuple, TypedDict

from django import urls
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from tracker.web import language

NAMES = {"en": "English", "fr": "Français", "es": "Español"}


class LanguageLink(NamedTuple):
    """One entry of the language switch: this same page in another language."""

    code: str
    short: str
    name: str
    address: str
    is_current: bool


class Site(TypedDict):
    """Context of every page."""

    language_links: list[LanguageLink]
    public_url: str


def site(request: HttpRequest) -> Site:
    """Return the context of every page; reads the address only, never the session."""
    current = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    query = request.META.get("QUERY_STRING", "")
    tail = request.path_info + (f"?{query}" if query else "")
    outer = _outer_prefix()
    links = [
        LanguageLink(
            code, code.upper(), NAMES.get(code, code), f"{outer}{code}{tail}", code == current
        )
        for code, _name in settings.LANGUAGES
    ]
    return {"language_links": links, "public_url": settings.PUBLIC_URL}


def _outer_prefix() -> str:
    """Return the script prefix without our language in it, ending in a slash."""
    prefix = urls.get_script_prefix()
    head, found, _tail = prefix.rstrip("/").rpartition("/")
    if language.split(prefix[len(head) :])[0] is not None:
        return f"{head}{found}"
    return prefix

"""The language of an answer: `lang=`, else the Accept-Language header, else English. No cookie."""

from django.conf import settings
from django.utils.translation import trans_real

DEFAULT = "en"


def codes() -> list[str]:
    """List the languages that the catalogue has texts in."""
    return [code for code, _name in settings.LANGUAGES]


def accepted(*, header: str) -> str:
    """Return the first language of an Accept-Language header that we have, else English."""
    known = codes()
    for wanted, _quality in trans_real.parse_accept_lang_header(header):
        if wanted == "*":
            return DEFAULT
        plain = wanted.split("-")[0]
        if plain in known:
            return plain
    return DEFAULT

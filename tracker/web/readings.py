"""A record's words in the reader's language, and whether anybody reviewed that translation."""

import dataclasses
from typing import Any

from django.db import models

from clauses.models import texts


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reader is shown of a record. `lang` is the language the words are really in."""

    title: str
    summary: str = ""
    plain: str = ""
    lang: str = "en"
    is_missing: bool = False
    is_unreviewed: bool = False
    time_limit_notes: tuple[dict[str, str], ...] = ()


def in_language(*, model: type[models.Model], language: str) -> "models.Prefetch[Any]":
    """Prefetch the one text of `language` into `words_here`; for English nothing is read."""
    rows = model._default_manager.filter(language=language) if language != "en" else None
    empty = model._default_manager.none()
    return models.Prefetch("texts", queryset=empty if rows is None else rows, to_attr="words_here")


def read(*, record: Any, language: str) -> Reading:
    """Read a record whose texts were prefetched by in_language(); English stands on the record."""
    title = getattr(record, "title", "") or getattr(record, "name", "")
    summary = getattr(record, "summary", "")
    plain = getattr(record, "plain_language", "")
    words = next(iter(getattr(record, "words_here", ())), None)
    if language == "en":
        return Reading(title=title, summary=summary, plain=plain)
    if words is None:
        return Reading(title=title, summary=summary, plain=plain, is_missing=True)
    return Reading(
        title=words.title or title,
        summary=words.summary or summary,
        plain=words.plain_language or plain,
        lang=language,
        is_unreviewed=words.status in (texts.TextStatus.MACHINE, texts.TextStatus.UNREVIEWED),
        time_limit_notes=tuple(getattr(words, "time_limit_notes", ())),
    )

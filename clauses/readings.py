"""A record's words in the reader's language, and how far that translation may be trusted.

A translation of English words that have since changed is not shown: the reader gets the English.
"""

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
    is_outdated: bool = False
    is_unreviewed: bool = False
    time_limit_notes: tuple[dict[str, str], ...] = ()


def in_language(*, model: type[models.Model], language: str) -> "models.Prefetch[Any]":
    """Prefetch the one text of `language` into `words_here`; for English nothing is read."""
    rows = model._default_manager.filter(language=language) if language != "en" else None
    empty = model._default_manager.none()
    return models.Prefetch("texts", queryset=empty if rows is None else rows, to_attr="words_here")


def read(*, record: Any, language: str) -> Reading:
    """Read a record in a language; its texts come prefetched, all or by in_language()."""
    english = Reading(
        title=getattr(record, "title", "") or getattr(record, "name", ""),
        summary=getattr(record, "summary", ""),
        plain=getattr(record, "plain_language", ""),
    )
    if language == "en":
        return english
    words = _words_of(record, language)
    if words is None:
        return dataclasses.replace(english, is_missing=True)
    if words.is_outdated(digest=record.english_digest()):
        return dataclasses.replace(english, is_outdated=True)
    return Reading(
        title=words.title or english.title,
        summary=words.summary or english.summary,
        plain=words.plain_language or english.plain,
        lang=language,
        is_unreviewed=words.status in (texts.TextStatus.MACHINE, texts.TextStatus.UNREVIEWED),
        time_limit_notes=tuple(getattr(words, "time_limit_notes", ())),
    )


def _words_of(record: Any, language: str) -> Any:
    prefetched = getattr(record, "words_here", None)
    if prefetched is None:
        prefetched = record.texts.all() if hasattr(record, "texts") else ()
    return next((words for words in prefetched if words.language == language), None)

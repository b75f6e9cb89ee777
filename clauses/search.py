"""Search on PostgreSQL: words in three languages, without accents, then by similar spelling.

The configurations search_en, search_fr and search_es (made by migration) take accents off and stem.
A caller passes a QuerySet that is already visible_to() its reader; nothing here widens it.
"""

import dataclasses
import enum
import re
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    TrigramSimilarity,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import functions

from clauses.models import agreement, clause, record

CONFIGURATIONS = {"en": "search_en", "fr": "search_fr", "es": "search_es"}
LONGEST_QUERY = 200
MOST_WORDS = 8
LIKE_ENOUGH = 0.5
SLUG_LIKE_ENOUGH = 0.3

Records = TypeVar("Records", bound=record.CatalogueQuerySet)


class How(enum.StrEnum):
    """How a search found what it found."""

    WORDS = "words"
    SPELLING = "spelling"
    NOTHING = "nothing"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shape:
    """What is searched of a kind of record: English fields by weight, and its translations."""

    title: str
    weighted: tuple[tuple[str, str], ...]
    texts: type[models.Model] | None = None
    parent: str = ""


CLAUSE = Shape(
    title="title",
    weighted=(
        ("title", "A"),
        ("section", "A"),
        ("plain_language", "B"),
        ("summary", "C"),
        ("agreement__name", "D"),
        ("statute__name", "D"),
    ),
    texts=clause.ClauseText,
    parent="clause_id",
)
AGREEMENT = Shape(
    title="name",
    weighted=(("name", "A"), ("employer_counterpart", "C")),
    texts=agreement.AgreementText,
    parent="agreement_id",
)


def words_of(*, text: str) -> list[str]:
    """Split what a reader typed into at most eight words; punctuation and NUL are dropped."""
    return re.findall(r"\w+", text[:LONGEST_QUERY].replace("\x00", " "))[:MOST_WORDS]


def matching(*, queryset: Records, text: str, shape: Shape) -> tuple[Records, How]:
    """Return what matches `text`, best first, and how it was found.

    First every word (or the beginning of one) in any of the three languages; if that finds
    nothing, titles and ids of similar spelling. The search itself is one query, made here; what
    is returned asks by id, so that counting, narrowing and paging it search no second time.
    """
    words = words_of(text=text)
    if not words:
        return queryset.none(), How.NOTHING
    found = _ids(_by_words(queryset=queryset, words=words, shape=shape))
    if found:
        return _in_order(queryset=queryset, found=found), How.WORDS
    found = _ids(_by_spelling(queryset=queryset, text=" ".join(words), shape=shape))
    return _in_order(queryset=queryset, found=found), How.SPELLING if found else How.NOTHING


def _ids(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _in_order(*, queryset: Records, found: list[int]) -> Records:
    place = models.Func(
        models.Value(found, output_field=ArrayField(models.BigIntegerField())),
        models.F("pk"),
        function="array_position",
        output_field=models.IntegerField(),
    )
    ordered: Records = queryset.filter(pk__in=found).order_by(place)
    return ordered


def nearest_slugs(*, queryset: Records, slug: str, limit: int = 3) -> Records:
    """Return the records whose ids are spelled most like `slug`, nearest first."""
    found: Records = (
        queryset.annotate(likeness=TrigramSimilarity("slug", slug.replace("\x00", "")[:80]))
        .filter(likeness__gt=SLUG_LIKE_ENOUGH)
        .order_by("-likeness", "slug")[:limit]
    )
    return found


def _query(*, words: list[str], language: str) -> SearchQuery:
    raw = " & ".join(f"'{word}':*" for word in words)
    return SearchQuery(raw, search_type="raw", config=CONFIGURATIONS[language])


def _by_words(*, queryset: Records, words: list[str], shape: Shape) -> Records:
    english = CONFIGURATIONS["en"]
    vector: Any = None
    for field, weight in shape.weighted:
        part = SearchVector(field, weight=weight, config=english)
        vector = part if vector is None else vector + part
    query = _query(words=words, language="en")
    ranks: list[Any] = [SearchRank(vector, query)]
    conditions: Any = models.Q(in_english=query) | models.Q(slug__icontains="-".join(words).lower())
    if shape.texts is not None:
        for language in ("fr", "es"):
            translated = _translated(words=words, language=language, shape=shape)
            conditions |= models.Exists(translated)
            ranks.append(functions.Coalesce(models.Subquery(translated.values("rank")[:1]), 0.0))
    rank = functions.Greatest(*ranks) if len(ranks) > 1 else ranks[0]
    found: Records = (
        queryset.annotate(in_english=vector)
        .filter(conditions)
        .annotate(rank=rank)
        .order_by("-rank", "slug")
    )
    return found


def _translated(*, words: list[str], language: str, shape: Shape) -> models.QuerySet[Any]:
    config = CONFIGURATIONS[language]
    vector = (
        SearchVector("title", weight="A", config=config)
        + SearchVector("plain_language", weight="B", config=config)
        + SearchVector("summary", weight="C", config=config)
    )
    query = _query(words=words, language=language)
    assert shape.texts is not None  # noqa: S101 - the caller asked only where there are texts
    found: models.QuerySet[Any] = (
        shape.texts._default_manager.filter(language=language)
        .filter(**{shape.parent: models.OuterRef("pk")})
        .annotate(vector=vector)
        .filter(vector=query)
        .annotate(rank=SearchRank(vector, query))
    )
    return found


def _by_spelling(*, queryset: Records, text: str, shape: Shape) -> Records:
    found: Records = (
        queryset.annotate(
            rank=functions.Greatest(
                TrigramWordSimilarity(text, shape.title), TrigramWordSimilarity(text, "slug")
            )
        )
        .filter(rank__gt=LIKE_ENOUGH)
        .order_by("-rank", "slug")
    )
    return found

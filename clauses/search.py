"""Search in a list of records: what answers a text, best first, by the engine of clauses/searching.

A caller passes a QuerySet that is already visible_to() its reader; nothing here widens it.
"""

import dataclasses
from typing import Any, Generic, TypeVar

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.utils import timezone

from clauses import calendar
from clauses.models import record
from clauses.searching import answers, questions, scopes

LONGEST_QUERY = questions.LONGEST_TEXT
SLUG_LIKE_ENOUGH = 0.3
How = answers.How

Records = TypeVar("Records", bound=record.CatalogueQuerySet)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Found(Generic[Records]):
    """Records that answer, best first, how they were found, and the text that was meant instead."""

    rows: Records
    how: How
    meant: str = ""


def matching(*, queryset: Records, text: str) -> Found[Records]:
    """Return what holds every word of `text`, or the words it was probably meant to be.

    The search itself is made here; the rows ask by id, so that counting, narrowing and paging them
    search no second time.
    """
    scope = scopes.among(queryset=queryset, on=calendar.today(timezone.now()))
    answer = answers.look(text=text, scope=scope, attempt=answers.ids)
    rows = _in_order(queryset, answer.found or [])
    return Found(rows=rows, how=answer.how, meant=answer.meant)


def _in_order(queryset: Records, found: list[int]) -> Records:
    """Keep the records of these ids in this order; a place is looked up, not searched for."""
    place = models.Func(
        models.Value({str(pk): place for place, pk in enumerate(found)}, models.JSONField()),
        models.functions.Cast("pk", models.TextField()),
        template="(%(expressions)s)::int",
        arg_joiner=" ->> ",
        output_field=models.IntegerField(),
    )
    annotated: Any = queryset.annotate(found_place=place)
    ordered: Records = annotated.filter(found_place__isnull=False).order_by("found_place")
    return ordered


def nearest_slugs(*, queryset: Records, slug: str, limit: int = 3) -> Records:
    """Return the records whose ids are spelled most like `slug`, nearest first."""
    found: Records = (
        queryset.annotate(likeness=TrigramSimilarity("slug", slug.replace("\x00", "")[:80]))
        .filter(likeness__gt=SLUG_LIKE_ENOUGH)
        .order_by("-likeness", "slug")[:limit]
    )
    return found

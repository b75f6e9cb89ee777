"""The stored search index: one entry for what is live of a record, one for its draft.

Written by triggers of the database alone (clauses/migrations/0015_search_functions.py), so that
whoever changes a record changes its entry in the same transaction.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from clauses import visibility
from clauses.models import fields

NOBODY = "nobody"
"""The level of what no reader may see: drafts, and what belongs to a record that is not live."""


class Days(models.Field):  # type: ignore[type-arg]  # Django's own class takes no parameters
    """Days on which something is in force, with gaps: PostgreSQL's datemultirange."""

    def db_type(self, connection: Any) -> str:
        """Name the column's type."""
        return "datemultirange"


class Scope(models.TextChoices):
    """What of a record an entry was made of."""

    LIVE = "live", "live"
    DRAFT = "draft", "draft"


class SearchEntry(models.Model):
    """The words of one record, weighted, and what a search may be narrowed by."""

    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    scope = models.CharField(max_length=5, choices=Scope.choices)
    slug = models.CharField(max_length=80)
    visibility = models.CharField(
        max_length=10, choices=[*visibility.Visibility.choices, (NOBODY, NOBODY)]
    )
    title = models.TextField()
    keys = ArrayField(models.TextField(), default=list)
    words = SearchVectorField()
    terms = ArrayField(models.TextField(), default=list)
    in_force = Days(null=True)
    happened_on = models.DateField(null=True)
    unions = fields.slugs_field()
    agreements = fields.slugs_field()
    roles = fields.slugs_field()
    uses = fields.slugs_field()
    types = fields.slugs_field()
    grade = models.CharField(max_length=1, blank=True, default="")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="search_entry_words"),
            # Read by the trigger on the vocabulary, which looks for entries that use a value.
            GinIndex(fields=["terms"], name="search_entry_terms"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "scope"], name="search_entry_once"
            ),
            models.CheckConstraint(
                condition=models.Q(scope="live") | models.Q(scope="draft", visibility=NOBODY),
                name="search_entry_of_a_draft_is_for_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.slug} ({self.scope})"


class SearchWord(models.Model):
    """A word that some live record uses, to guess from what a slip of the pen was meant to be."""

    word = models.CharField(max_length=40, unique=True)
    plain = models.CharField(max_length=40)

    class Meta:
        indexes = [
            GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="search_word_spelling"),
        ]

    def __str__(self) -> str:
        return self.word

"""The one vocabulary in three languages, and the crosswalks from words of the sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import fields


class TaxonomyTerm(models.Model):
    """One value of a closed vocabulary: a use, a role, a phase, a grade of evidence and so on."""

    vocabulary = models.CharField(max_length=40)
    slug = fields.slug_field()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveIntegerField(default=0)
    labels = models.JSONField(default=dict, help_text=_("Language to label."))
    definitions = models.JSONField(default=dict, blank=True)
    synonyms = models.JSONField(default=dict, blank=True, help_text=_("Language to words."))
    properties = models.JSONField(
        default=dict, blank=True, help_text=_("What this vocabulary adds: level, grade, element …")
    )
    catalogue_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        ordering = ["vocabulary", "order", "slug"]
        verbose_name = _("taxonomy value")
        verbose_name_plural = _("taxonomy values")
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "slug"], name="taxonomy_value_once_in_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary}: {self.labels.get('en', self.slug)}"


class Crosswalk(models.Model):
    """A word of the sources and the taxonomy values it stands for."""

    name = models.CharField(max_length=60)
    source_field = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    targets = fields.slugs_field()
    relation = models.CharField(max_length=20)
    note = models.TextField(blank=True, default="")
    order = models.PositiveIntegerField(default=0)
    catalogue_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        ordering = ["name", "order"]
        verbose_name = _("crosswalk")
        verbose_name_plural = _("crosswalks")
        constraints = [
            models.UniqueConstraint(fields=["name", "value"], name="crosswalk_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"

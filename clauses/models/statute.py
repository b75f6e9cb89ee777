"""A law, or a bill that is not one yet."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from clauses.models import record, texts


class Statute(record.CatalogueRecord):
    """A law, its place and days in force; its substance stands in the clause of the same slug."""

    record_kind = record.RecordKind.STATUTE
    english = {"title": "name"}

    class Stage(models.TextChoices):
        """A bill has a page and no standing."""

        ENACTED = "enacted", _("enacted")
        BILL = "bill", _("bill, not law")

    name = models.CharField(max_length=300)
    jurisdiction = models.CharField(max_length=8)
    citation = models.CharField(max_length=300)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.ENACTED)
    signed_date = models.DateField(null=True, blank=True)
    concluded_date = models.DateField(
        null=True, blank=True, help_text=_("When it was adopted, where that is not the signing.")
    )
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True, help_text=_("The last day in force."))
    penalties = models.TextField(blank=True, default="")

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["name"]
        verbose_name = _("statute")
        verbose_name_plural = _("statutes")
        constraints = [
            *record.CatalogueRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(effective_to__gte=models.F("effective_from")),
                name="statute_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page, which is that of its clause."""
        return reverse("clause", args=[self.slug])

    def clean(self) -> None:
        """Say at the field what the database would refuse."""
        super().clean()
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValidationError({"effective_to": _("The law ends before it starts.")})


class StatuteText(texts.Text):
    """A statute's name in another language."""

    statute = ParentalKey(Statute, on_delete=models.CASCADE, related_name="texts")

    class Meta(texts.Text.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["statute", "language"], name="statute_text_once_a_language"
            ),
        ]


class StatuteSource(texts.Source):
    """What a statute's record rests on."""

    statute = ParentalKey(Statute, on_delete=models.CASCADE, related_name="sources")

    class Meta(texts.Source.Meta):
        pass

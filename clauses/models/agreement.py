"""A negotiated contract with a term."""

import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from clauses.models import fields, record, texts
from clauses.models import union as unions


class AgreementQuerySet(record.CatalogueQuerySet):
    """Agreements by their term; `effective_to` is the last day in force."""

    def in_force(self, *, on: datetime.date) -> Self:
        """Keep those whose term includes the day `on`; one without a start is never in force."""
        return self.filter(
            models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=on),
            effective_from__lte=on,
        )


class Agreement(record.CatalogueRecord):
    """What unions and employers agreed, from its first day to its last day in force."""

    record_kind = record.RecordKind.AGREEMENT
    english = {"title": "name"}
    publishing_unions = "unions"

    class AfterExpiry(models.TextChoices):
        """What is known of the time after the term, kept by staff with a source."""

        NOT_STATED = "not-stated", _("not stated")
        CONTINUES = "continues", _("its rules continue")
        EXTENDED_UNTIL = "extended-until", _("extended until a day")
        ENDED = "ended", _("ended")

    name = models.CharField(max_length=300)
    unions = ParentalManyToManyField(unions.Union, related_name="agreements")
    employer_counterpart = models.CharField(max_length=300)
    country = models.CharField(max_length=8)
    sectors = fields.slugs_field()
    sectors_note = models.TextField(blank=True, default="")
    tentative_date = models.DateField(null=True, blank=True)
    signed_date = models.DateField(null=True, blank=True)
    ratified_date = models.DateField(null=True, blank=True)
    ratification_vote = models.CharField(max_length=200, blank=True, default="")
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True, help_text=_("The last day in force."))
    strike_name = models.CharField(max_length=200, blank=True, default="")
    strike_from = models.DateField(null=True, blank=True)
    strike_to = models.DateField(null=True, blank=True)
    preceded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    after_expiry = models.CharField(
        max_length=16, choices=AfterExpiry.choices, default=AfterExpiry.NOT_STATED
    )
    after_expiry_until = models.DateField(null=True, blank=True)
    after_expiry_source = models.TextField(blank=True, default="")

    excluding_facts = fields.slugs_field(
        help_text=_("Facts that, known true, keep every clause of this agreement out.")
    )
    is_single_employer = models.BooleanField(
        default=False, help_text=_("Counts only where its one company takes part.")
    )
    instead_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="alternatives"
    )
    counts_any_stage = models.BooleanField(
        default=False, help_text=_("Distribution and marketing are covered work here.")
    )
    sector_needs = models.JSONField(default=dict, blank=True)

    objects: ClassVar["AgreementQuerySet"] = AgreementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["name"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            *record.CatalogueRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(effective_to__gte=models.F("effective_from")),
                name="agreement_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(strike_to__gte=models.F("strike_from")),
                name="agreement_strike_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_from__isnull=False),
                name="agreement_end_needs_a_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(after_expiry="extended-until")
                | models.Q(after_expiry_until__isnull=False),
                name="agreement_extension_names_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(after_expiry="not-stated") | ~models.Q(after_expiry_source=""),
                name="agreement_after_expiry_is_cited",
            ),
            models.CheckConstraint(
                condition=~models.Q(preceded_by=models.F("id")),
                name="agreement_does_not_precede_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("agreement", args=[self.slug])

    def publishing_union_ids(self) -> list[int]:
        """Staff of the unions that negotiated it."""
        return [each.pk for each in self.unions.all()]

    def clean(self) -> None:
        """Say at each field what the database would refuse."""
        super().clean()
        faults = {}
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            faults["effective_to"] = _("The term ends before it starts.")
        if self.effective_to and not self.effective_from:
            faults["effective_from"] = _("A term with an end needs a start.")
        if self.strike_from and self.strike_to and self.strike_to < self.strike_from:
            faults["strike_to"] = _("The strike ends before it starts.")
        if self.after_expiry == self.AfterExpiry.EXTENDED_UNTIL and not self.after_expiry_until:
            faults["after_expiry_until"] = _("Say until which day it is extended.")
        if self.after_expiry != self.AfterExpiry.NOT_STATED and not self.after_expiry_source:
            faults["after_expiry_source"] = _("Say where that is written.")
        if self.pk is not None and self.preceded_by_id == self.pk:
            faults["preceded_by"] = _("An agreement does not precede itself.")
        if faults:
            raise ValidationError(faults)


class AgreementText(texts.Text):
    """An agreement's name in another language."""

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="texts")

    class Meta(texts.Text.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "language"], name="agreement_text_once_a_language"
            ),
        ]


class AgreementSource(texts.Source):
    """What an agreement's record rests on."""

    agreement = ParentalKey(Agreement, on_delete=models.CASCADE, related_name="sources")

    class Meta(texts.Source.Meta):
        pass

"""Companies and bodies, what binds them, and the names they go by in the sources."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from clauses.models import agreement as agreements
from clauses.models import fields, record, texts


class Party(record.CatalogueRecord):
    """A company, a body, or a group of people that is no employer (such as the general public)."""

    record_kind = record.RecordKind.PARTY

    name = models.CharField(max_length=300)
    aliases = fields.lines_field()
    former_names = fields.lines_field()
    kind = models.CharField(max_length=40)
    is_group = models.BooleanField(
        default=False, help_text=_("A group of people, not an employer.")
    )
    labels = models.JSONField(default=dict, blank=True, help_text=_("Of a group: by language."))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries"
    )
    country = models.CharField(max_length=8, blank=True, default="")
    note = models.TextField(blank=True, default="")
    vendor_slug = fields.slug_field(
        blank=True, default="", help_text=_("The vendor that this company is.")
    )

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["name"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            *record.CatalogueRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="party_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("party", args=[self.slug])

    def clean(self) -> None:
        """Say at the field what the database would refuse."""
        super().clean()
        if self.pk is not None and self.parent_id == self.pk:
            raise ValidationError({"parent": _("A company does not belong to itself.")})


class PartySource(texts.Source):
    """What a party's record rests on."""

    party = ParentalKey(Party, on_delete=models.CASCADE, related_name="sources")

    class Meta(texts.Source.Meta):
        pass


class PartyMembership(texts.Ordered):
    """A company in a body that bargains or speaks for it, as far as the evidence says."""

    party = ParentalKey(Party, on_delete=models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="members")
    status = models.CharField(max_length=40)
    as_of_text = fields.partial_date_field(
        help_text=_("The year the evidence speaks of; without dates the row is true in it only.")
    )
    from_text = fields.partial_date_field()
    to_text = fields.partial_date_field()
    note = models.TextField(blank=True, default="")
    is_verified = models.BooleanField(default=False)
    sources = models.JSONField(default=list, blank=True)

    class Meta(texts.Ordered.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.party_id} in {self.body_id}"


class BindingQuerySet(models.QuerySet["Binding"]):
    """Bindings by their period."""

    def on(self, day: datetime.date) -> Self:
        """Keep those whose period includes `day`; an open end includes every later day."""
        return self.filter(
            models.Q(effective_from__isnull=True) | models.Q(effective_from__lte=day),
            models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=day),
        )


class Binding(texts.Ordered):
    """A party's being bound by an agreement in a period. Only the value `bound` binds."""

    class Value(models.TextChoices):
        """DESIGN section 3, party and binding: everything but `bound` leaves a question."""

        BOUND = "bound", _("bound")
        BARGAINS = "bargains", _("bargains for others")
        PARTLY = "partly", _("bound for some work")
        LIKELY = "likely", _("likely, to be checked")
        UNKNOWN = "unknown", _("not found")
        NONE = "none", _("no agreement found")

    party = ParentalKey(Party, on_delete=models.CASCADE, related_name="bindings")
    agreement = models.ForeignKey(
        agreements.Agreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bindings",
        help_text=_("Empty: the row speaks of the company only, and staff alone see it."),
    )
    value = models.CharField(max_length=10, choices=Value.choices)
    basis = models.CharField(max_length=40)
    via = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="binds_through"
    )
    scope = models.TextField(blank=True, default="")
    works = fields.lines_field(help_text=_("Productions that the row is limited to."))
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True, help_text=_("The last day."))
    note = models.TextField(blank=True, default="")
    is_verified = models.BooleanField(default=False)
    sources = models.JSONField(default=list, blank=True)

    objects = BindingQuerySet.as_manager()

    class Meta(texts.Ordered.Meta):
        verbose_name = _("binding")
        verbose_name_plural = _("bindings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effective_to__gte=models.F("effective_from")),
                name="binding_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(value="bound") | models.Q(agreement__isnull=False),
                name="binding_bound_names_its_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.value} by {self.agreement_id}"

    def clean(self) -> None:
        """Say at each field what the database would refuse."""
        super().clean()
        faults = {}
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            faults["effective_to"] = _("It ends before it starts.")
        if self.value == self.Value.BOUND and self.agreement_id is None:
            faults["agreement"] = _("Say which agreement binds it.")
        if faults:
            raise ValidationError(faults)


class PartyName(models.Model):
    """A name in the sources and the parties it stands for."""

    class Field(models.TextChoices):
        """Where the name stood."""

        DEPLOYED_BY = "deployed_by", _("deployer")
        VENDOR = "vendor", _("vendor")
        EMPLOYER_COUNTERPART = "employer_counterpart", _("employer counterpart")

    field = models.CharField(max_length=24, choices=Field.choices)
    value = models.CharField(max_length=300)
    parties = fields.slugs_field()
    relation = models.CharField(max_length=20, blank=True, default="")
    note = models.TextField(blank=True, default="")
    order = models.PositiveIntegerField(default=0)
    catalogue_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        ordering = ["field", "order"]
        constraints = [
            models.UniqueConstraint(fields=["field", "value"], name="party_name_once"),
        ]

    def __str__(self) -> str:
        return self.value

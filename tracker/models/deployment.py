"""One dated event in a product's life: announced, licensed, used on a work, withdrawn."""

import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from clauses import visibility
from clauses.models import fields, record, texts
from tracker.models import vendor as vendors


class DeploymentQuerySet(record.CatalogueQuerySet):
    """Deployments by their own day."""

    def visible_to(self, viewer: visibility.Viewer | None, *, is_live: bool = True) -> Self:
        """Keep those that `viewer` may see together with their product and its vendor."""
        products = vendors.Product.objects.visible_to(viewer)
        return super().visible_to(viewer, is_live=is_live).filter(product__in=products)

    def happened_by(self, *, on: datetime.date) -> Self:
        """Keep those whose date is not after the day `on`."""
        return self.filter(event_date__lte=on)

    def with_product(self) -> Self:
        """Read vendor and product in the same query."""
        return self.select_related("vendor", "product")


class Deployment(record.CatalogueRecord):
    """What a vendor or employer did with a product, and on which day."""

    record_kind = record.RecordKind.DEPLOYMENT
    derived = frozenset({"event_date", "date_precision"})
    english = {"title": "title", "summary": "summary"}

    class Precision(models.TextChoices):
        """How exactly the date is known."""

        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    class LicenceDirection(models.TextChoices):
        """Who lets whom use what in a licence."""

        NONE = "", _("no licence, or not known")
        TO_EMPLOYER = "to-employer", _("the tool is licensed to an employer")
        TO_VENDOR = "to-vendor", _("works, characters, voices or likenesses go to the vendor")
        BOTH = "both", _("both ways")

    vendor = models.ForeignKey(vendors.Vendor, on_delete=models.PROTECT, related_name="deployments")
    product = models.ForeignKey(
        vendors.Product, on_delete=models.PROTECT, related_name="deployments"
    )
    version = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=300)
    summary = models.TextField()
    event_date = models.DateField(help_text=_("With month or year precision: the last day of it."))
    event_date_text = fields.partial_date_field()
    date_precision = models.CharField(
        max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    is_date_verified = models.BooleanField(default=False)
    announced_date_text = fields.partial_date_field()
    effective_date_text = fields.partial_date_field()
    end_date_text = fields.partial_date_field()
    phase = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    sectors = fields.slugs_field()
    capabilities = fields.slugs_field()
    extra_capabilities = fields.slugs_field()
    capability_note = models.TextField(blank=True, default="")
    uses = fields.slugs_field()
    use_modifiers = fields.slugs_field()
    production_stages = fields.slugs_field()
    works = fields.lines_field()
    roles = fields.slugs_field()
    places = fields.slugs_field()
    known_limits = fields.lines_field()
    training_data_status = models.CharField(max_length=40, blank=True, default="")
    training_data_note = models.TextField(blank=True, default="")
    confidence = models.CharField(max_length=10, blank=True, default="")
    related = ParentalManyToManyField("self", blank=True, symmetrical=False)
    severity = models.CharField(
        max_length=20, blank=True, default="", help_text=_("Empty: as the rule of severity says.")
    )

    facts = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("Known facts, true or false; leave out the unknown."),
    )
    employers = fields.slugs_field(help_text=_("Parties that employ people in it."))
    rights_holders = fields.slugs_field(help_text=_("Parties that only hold rights."))
    licence_direction = models.CharField(
        max_length=24, choices=LicenceDirection.choices, default=LicenceDirection.NONE, blank=True
    )
    made_in = fields.slugs_field()
    shown_in = fields.slugs_field()
    is_animated = models.BooleanField(null=True, blank=True)
    is_offered = models.BooleanField(
        null=True,
        blank=True,
        help_text=_("The tool is only offered; nobody is known to use it on a work."),
    )
    is_open_to_public = models.BooleanField(
        null=True, blank=True, help_text=_("Anybody in the places named can get the tool.")
    )
    is_company_programme = models.BooleanField(
        null=True, blank=True, help_text=_("An employer's own programme, without named works.")
    )

    objects: ClassVar["DeploymentQuerySet"] = DeploymentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["-event_date", "slug"]
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        indexes = [models.Index(fields=["-event_date", "slug"], name="deployment_newest_first")]
        constraints = [
            *record.CatalogueRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(date_precision__in=["day", "month", "year"]),
                name="deployment_date_precision_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("deployment", args=[self.slug])

    def clean(self) -> None:
        """Refuse a product of another vendor and facts that are neither true nor false."""
        super().clean()
        if self.product_id and self.vendor_id and self.product.vendor_id != self.vendor_id:
            raise ValidationError({"product": _("This product belongs to another vendor.")})
        wrong = [fact for fact, value in self.facts.items() if not isinstance(value, bool)]
        if wrong:
            raise ValidationError(
                {"facts": _("Each fact is true or false: %(facts)s.") % {"facts": ", ".join(wrong)}}
            )


class DeploymentText(texts.Text):
    """A deployment's words in another language."""

    deployment = ParentalKey(Deployment, on_delete=models.CASCADE, related_name="texts")

    class Meta(texts.Text.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "language"], name="deployment_text_once_a_language"
            ),
        ]


class DeploymentSource(texts.Source):
    """What a deployment's record rests on."""

    deployment = ParentalKey(Deployment, on_delete=models.CASCADE, related_name="sources")

    class Meta(texts.Source.Meta):
        pass


class Deployer(texts.Ordered):
    """Who deployed it, as the source says, and the parties that the name stands for."""

    deployment = ParentalKey(Deployment, on_delete=models.CASCADE, related_name="deployers")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    parties = fields.slugs_field(help_text=_("Slugs of parties."))

    class Meta(texts.Ordered.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class UnionResponse(texts.Ordered):
    """What a union said or did about it."""

    deployment = ParentalKey(Deployment, on_delete=models.CASCADE, related_name="union_responses")
    union_name = models.CharField(max_length=200)
    unions = fields.slugs_field()
    date_text = fields.partial_date_field()
    stance = models.CharField(max_length=40)
    summary = models.TextField()

    class Meta(texts.Ordered.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.union_name}: {self.stance}"

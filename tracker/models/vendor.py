"""Vendors and their products."""

from typing import ClassVar, Self

from django.core import validators
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clauses import visibility
from clauses.models import record


class Vendor(record.CatalogueRecord):
    """Who makes an AI tool. A contract binds employers, not vendors."""

    record_kind = record.RecordKind.VENDOR

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=8, blank=True, default="")
    website = models.CharField(
        max_length=500,
        blank=True,
        default="",
        validators=[validators.URLValidator(schemes=["http", "https"])],
    )

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["name"]
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        constraints = [*record.CatalogueRecord.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("vendor", args=[self.slug])


class ProductQuerySet(record.CatalogueQuerySet):
    """Products, which are seen with their vendor or not at all."""

    def visible_to(self, viewer: visibility.Viewer | None, *, is_live: bool = True) -> Self:
        """Keep those that `viewer` may see together with their vendor."""
        return (
            super()
            .visible_to(viewer, is_live=is_live)
            .filter(vendor__in=Vendor.objects.visible_to(viewer))
        )


class Product(record.CatalogueRecord):
    """A tool or family of tools of one vendor."""

    record_kind = record.RecordKind.PRODUCT

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=200)

    objects: ClassVar["ProductQuerySet"] = ProductQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(record.CatalogueRecord.Meta):
        ordering = ["name"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [*record.CatalogueRecord.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page, which is a part of its vendor's."""
        return f"{self.vendor.get_absolute_url()}#{self.slug}"

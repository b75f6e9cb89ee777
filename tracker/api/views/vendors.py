"""`vendors/` and `products/`."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import JSONObject

from clauses.models import Party
from tracker.api import columns, facets, shown
from tracker.api.serializers import vendors as serializers
from tracker.api.views import agreements, reading
from tracker.models import Vendor


class NamedViewSet(reading.CatalogueViewSet):
    """Records that have a name and no other text."""

    more_parameters: ClassVar = agreements.common_parameters(in_force=False)

    def narrowed(self, records: shown.Rows, question: reading.Question) -> shown.Rows:
        """Keep what is new and has the words."""
        found = agreements.updated(records, question.given)
        return self.with_words(found, question)


class VendorViewSet(NamedViewSet):
    """Who makes AI tools."""

    noun = "vendor"
    record = serializers.VendorRecord

    def every(self) -> shown.Rows:
        """Return every vendor that may be shown."""
        return shown.vendors()

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read vendors with their products."""
        company = Party.objects.visible_to(shown.ANYBODY).filter(
            vendor_slug=models.OuterRef("slug")
        )
        return records.annotate(
            product_slugs=columns.slugs(shown.products().filter(vendor=models.OuterRef("pk"))),
            party=models.Subquery(company.order_by("slug").values("slug")[:1]),
        ).values(*("slug", "name", "country", "website", "updated_at", "product_slugs", "party"))


class ProductViewSet(NamedViewSet):
    """Tools, and the latest that happened with each by a day."""

    noun = "product"
    record = serializers.ProductRecord
    narrowing: ClassVar = (
        facets.OfRecords(
            name="vendor",
            description="Slug of its vendor.",
            model=Vendor,
            condition=facets.among("vendor__slug"),
        ),
    )

    def every(self) -> shown.Rows:
        """Return every product that may be shown."""
        return shown.products()

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read products with their latest event by the day."""
        latest = (
            shown.deployments()
            .filter(product=models.OuterRef("pk"), event_date__lte=question.on)
            .order_by("-event_date", "-slug")
            .annotate(as_json=JSONObject(deployment="slug", phase="phase", event_date="event_date"))
        )
        return records.annotate(
            vendor_slug=models.F("vendor__slug"),
            latest=models.Subquery(latest.values("as_json")[:1]),
        ).values(*("slug", "name", "updated_at", "vendor_slug", "latest"))

"""Vendors and products as they are answered."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from tracker.api import addresses
from tracker.api.serializers import records


class LatestEvent(serializers.Serializer[Any]):
    """The latest event in a product's life by the day of the answer."""

    deployment = serializers.CharField()
    phase = serializers.CharField()
    event_date = serializers.DateField()


class VendorRecord(records.PagedRecord):
    """Who makes an AI tool. A contract binds employers, not vendors."""

    kind = "vendors"
    page = "vendor"

    name = serializers.CharField()
    country = serializers.CharField()
    website = serializers.CharField()
    products = serializers.ListField(child=serializers.CharField(), source="product_slugs")
    party = serializers.CharField(allow_null=True, help_text="The company that this vendor is.")
    updated_at = serializers.DateTimeField()


class ProductRecord(records.Record):
    """A tool or family of tools of one vendor."""

    kind = "products"

    page_url = serializers.SerializerMethodField(help_text="Its place on the vendor's page.")
    name = serializers.CharField()
    vendor = serializers.CharField(source="vendor_slug")
    latest_event = serializers.SerializerMethodField(
        help_text="Null where nothing is known by the day `as_of`."
    )
    updated_at = serializers.DateTimeField()

    def get_page_url(self, row: dict[str, Any]) -> str:
        """Return the address of the vendor's page, at this product."""
        page = addresses.of_page(page="vendor", slug=row["vendor_slug"], base=self.context["base"])
        return f"{page}#{row['slug']}"

    @utils.extend_schema_field(LatestEvent(allow_null=True))
    def get_latest_event(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return the event."""
        found: dict[str, Any] | None = row["latest"]
        return found

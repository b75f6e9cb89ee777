"""The desk's pages of vendors and their products."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from clauses.desk import columns, fields, filters, forms, panels, records
from tracker import models

fields.speaks(models.Vendor, country="places", evidence_level="evidence-levels")
fields.speaks(models.Product, evidence_level="evidence-levels")


class VendorFilterSet(filters.RecordFilterSet):
    """By country, grade and state."""

    grade = filters.GradeFilter()

    class Meta:
        model = models.Vendor
        fields: ClassVar[dict[str, list[str]]] = {"country": ["exact"], "visibility": ["exact"]}


class ProductFilterSet(filters.RecordFilterSet):
    """By vendor, grade and state."""

    grade = filters.GradeFilter()

    class Meta:
        model = models.Product
        fields: ClassVar[dict[str, list[str]]] = {"vendor": ["exact"], "visibility": ["exact"]}


class VendorViewSet(records.RecordViewSet):
    """Vendors."""

    model = models.Vendor
    icon = "home"
    menu_label = _("Vendors")
    list_display = (
        "name",
        columns.value_of("country", "places", label=_("Country")),
        columns.grade(),
        columns.state(),
        columns.edited(),
    )
    filterset_class = VendorFilterSet
    search_fields = ("name", "slug")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(_("Who it is"), "country", "website"),
            panels.evidence(),
            panels.visibility(),
        ],
        base_form_class=forms.RecordForm,
    )


class ProductViewSet(records.RecordViewSet):
    """Products."""

    model = models.Product
    icon = "cogs"
    menu_label = _("Products")
    list_display = (
        "name",
        columns.related("vendor", label=_("Vendor"), sort_key="vendor__name"),
        columns.grade(),
        columns.state(),
        columns.edited(),
    )
    list_related = ("vendor",)
    filterset_class = ProductFilterSet
    search_fields = ("name", "slug", "vendor__name")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(_("Whose it is"), FieldPanel("vendor")),
            panels.evidence(),
            panels.visibility(),
        ],
        base_form_class=forms.RecordForm,
    )

"""The desk's pages of vendors and their products."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from clauses.desk import fields, forms, panels, records
from tracker import models

fields.speaks(models.Vendor, country="places", evidence_level="evidence-levels")
fields.speaks(models.Product, evidence_level="evidence-levels")


class VendorViewSet(records.RecordViewSet):
    """Vendors."""

    model = models.Vendor
    icon = "home"
    menu_label = _("Vendors")
    list_display = ("name", "slug", "country")
    list_filter = {"country": ["exact"], "visibility": ["exact"]}
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
    list_display = ("name", "slug", "vendor")
    list_filter = {"vendor": ["exact"], "visibility": ["exact"]}
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

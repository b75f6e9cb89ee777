"""The desk's pages of companies and bodies, with what binds them."""

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from clauses import models
from clauses.desk import columns, fields, filters, forms, panels, records

fields.speaks(models.Party, kind="party-kinds", country="places", evidence_level="evidence-levels")
fields.speaks(models.PartySource, tier="evidence-levels")
fields.speaks(models.PartyMembership, status="membership-statuses")
fields.speaks(models.Binding, basis="binding-bases")
fields.models_by_label["clauses.party"] = models.Party
fields.models_by_label["clauses.union"] = models.Union


class PartyFilterSet(filters.RecordFilterSet):
    """By kind, country, what binds it, and state."""

    bound_by = django_filters.ModelChoiceFilter(
        field_name="bindings__agreement",
        queryset=models.Agreement.objects.all(),
        label=_("Has a binding to"),
        distinct=True,
    )

    class Meta:
        model = models.Party
        fields: ClassVar[dict[str, list[str]]] = {
            "kind": ["exact"],
            "country": ["exact"],
            "is_group": ["exact"],
            "visibility": ["exact"],
        }


class PartyViewSet(records.RecordViewSet):
    """Parties and their bindings."""

    model = models.Party
    icon = "group"
    menu_label = _("Parties")
    list_display = (
        "name",
        columns.value_of("kind", "party-kinds", label=_("Kind")),
        columns.value_of("country", "places", label=_("Country")),
        columns.related("parent", label=_("Belongs to"), sort_key="parent__name"),
        columns.state(),
        columns.edited(),
    )
    list_related = ("parent",)
    filterset_class = PartyFilterSet
    search_fields = ("name", "slug", "aliases")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(
                _("Which company or body"),
                ("kind", FieldPanel("country", help_text=_("Where it has its seat."))),
                "is_group",
                FieldPanel("aliases", help_text=_("Other names, one a line.")),
                FieldPanel("former_names", help_text=_("One a line.")),
                FieldPanel(
                    "parent", help_text=_("What binds the parent does not bind the subsidiary.")
                ),
                FieldPanel("vendor_slug", heading=_("Permanent name of the vendor that it is")),
                FieldPanel("note", help_text=_("For staff.")),
            ),
            InlinePanel(
                "bindings",
                heading=_("What binds it"),
                label=_("binding"),
                panels=[
                    FieldPanel("agreement"),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "value", required_on_save=True, heading=_("How it is bound")
                            ),
                            FieldPanel("basis", required_on_save=True, heading=_("On what basis")),
                        ]
                    ),
                    FieldPanel("via", heading=_("Through which body")),
                    FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
                    FieldPanel("scope", heading=_("For which work")),
                    FieldPanel(
                        "works",
                        help_text=_("Productions, one a line. Then it binds for these alone."),
                    ),
                    FieldPanel("note"),
                    FieldPanel("is_verified", heading=_("A citable page was read")),
                ],
                help_text=_("Only “bound” binds. Everything else leaves a question to ask."),
            ),
            InlinePanel(
                "memberships",
                heading=_("Bodies that bargain for it"),
                label=_("membership"),
                panels=[
                    FieldPanel("body"),
                    FieldRowPanel(
                        [FieldPanel("status", required_on_save=True), FieldPanel("as_of_text")]
                    ),
                    FieldRowPanel([FieldPanel("from_text"), FieldPanel("to_text")]),
                    FieldPanel("note"),
                    FieldPanel("is_verified", heading=_("A citable page was read")),
                ],
            ),
            panels.sources(),
            panels.evidence(),
            panels.visibility(),
        ],
        base_form_class=forms.RecordForm,
    )

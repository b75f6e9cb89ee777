"""The desk's pages of deployments."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from clauses.desk import columns, fields, filters, forms, panels, records
from tracker import models

fields.speaks(
    models.Deployment,
    phase="phases",
    kind="event-kinds",
    sectors="sectors",
    capabilities="capabilities",
    extra_capabilities="capabilities",
    uses="uses",
    use_modifiers="use-modifiers",
    production_stages="production-stages",
    roles="roles",
    places="places",
    made_in="places",
    shown_in="places",
    training_data_status="training-data-statuses",
    confidence="confidence-levels",
    severity="severities",
    facts="facts",
    evidence_level="evidence-levels",
)
fields.points_at(models.Deployment, employers="clauses.party", rights_holders="clauses.party")
fields.speaks(models.DeploymentSource, tier="evidence-levels")
fields.speaks(models.Deployer, kind="party-kinds")
fields.points_at(models.Deployer, parties="clauses.party")
fields.speaks(models.UnionResponse, stance="stances")
fields.points_at(models.UnionResponse, unions="clauses.union")

PRECISIONS = {4: "year", 7: "month", 10: "day"}
"""Length of a partial date, and how exactly it says the day."""


class DeploymentForm(forms.RecordForm):
    """The day is written once, as far as the source gives it; the rest follows from it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["event_date_text"].required = True
        if not self.instance.event_date_text and self.instance.event_date:
            self.initial["event_date_text"] = self.instance.event_date.isoformat()[
                : {"year": 4, "month": 7}.get(self.instance.date_precision, 10)
            ]

    def clean(self) -> dict[str, Any]:
        """Work out the last day that the date can mean, by which the event is judged."""
        cleaned: dict[str, Any] = super().clean()
        said = cleaned.get("event_date_text", "")
        days = fields.day_range(said) if said else None
        if days is not None:
            self.instance.event_date = days[1]
            self.instance.date_precision = PRECISIONS[len(said)]
        return cleaned


class DeploymentFilterSet(filters.RecordFilterSet):
    """By what happened, whose work it touches, how sure we are, and what waits."""

    role = filters.HasFilter(spoken="roles", field_name="roles", label=_("Role"))
    use = filters.HasFilter(spoken="uses", field_name="uses", label=_("Use"))
    sector = filters.HasFilter(spoken="sectors", field_name="sectors", label=_("Sector"))
    grade = filters.GradeFilter()

    class Meta:
        model = models.Deployment
        fields: ClassVar[dict[str, list[str]]] = {
            "vendor": ["exact"],
            "product": ["exact"],
            "phase": ["exact"],
            "kind": ["exact"],
            "event_date": ["gte", "lte"],
            "visibility": ["exact"],
        }


class DeploymentViewSet(records.RecordViewSet):
    """Deployments."""

    model = models.Deployment
    icon = "calendar-alt"
    menu_label = _("Deployments")
    list_display = (
        "title",
        columns.related("vendor", label=_("Vendor"), sort_key="vendor__name"),
        columns.DayColumn("event_date"),
        columns.value_of("phase", "phases", label=_("Phase")),
        columns.value_of("kind", "event-kinds", label=_("Kind")),
        columns.grade(),
        columns.state(),
        columns.edited(),
    )
    list_related = ("vendor", "product")
    filterset_class = DeploymentFilterSet
    search_fields = ("title", "slug", "vendor__name", "product__name", "summary")
    edit_handler = ObjectList(
        [
            panels.name_of_record("title"),
            panels.group(
                _("What happened, and when"),
                ("vendor", "product"),
                "version",
                "summary",
                FieldPanel(
                    "event_date_text",
                    heading=_("When"),
                    required_on_save=True,
                    help_text=_("A day, a month or a year, as far as the source says."),
                ),
                FieldPanel("is_date_verified", heading=_("The date was read in a citable page")),
                (
                    FieldPanel("phase", required_on_save=True),
                    FieldPanel("kind", required_on_save=True),
                ),
                ("announced_date_text", "effective_date_text", "end_date_text"),
            ),
            InlinePanel(
                "deployers",
                heading=_("Who deploys it"),
                label=_("deployer"),
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("name", required_on_save=True),
                            FieldPanel("kind", required_on_save=True),
                        ]
                    ),
                    FieldPanel(
                        "parties",
                        help_text=_("The companies on record that the name stands for."),
                    ),
                ],
                help_text=_("As the source names them. Without a known company nobody is bound."),
            ),
            panels.group(
                _("On which work"),
                "sectors",
                FieldPanel("works", help_text=_("Titles, one a line.")),
                "production_stages",
                "places",
                ("made_in", "shown_in"),
                "is_animated",
            ),
            panels.group(
                _("What the tool does"),
                "capabilities",
                FieldPanel("extra_capabilities", heading=_("Further capabilities")),
                FieldPanel("capability_note", heading=_("Remark on them")),
                FieldPanel("uses", help_text=_("What it is used for, by its main function.")),
                "use_modifiers",
                FieldPanel("known_limits", help_text=_("What it does not do, one a line.")),
            ),
            panels.group(_("Whose work it touches"), "roles"),
            panels.group(
                _("What the rules must know"),
                "facts",
                ("employers", "rights_holders"),
                "licence_direction",
                ("is_offered", "is_open_to_public", "is_company_programme"),
                FieldPanel("rules_note", heading=_("Why these are set so")),
            ),
            panels.group(
                _("What it was trained on"),
                "training_data_status",
                "training_data_note",
                open_=False,
            ),
            InlinePanel(
                "union_responses",
                heading=_("What unions said or did"),
                label=_("response"),
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("union_name", required_on_save=True),
                            FieldPanel("date_text"),
                            FieldPanel("stance", required_on_save=True),
                        ]
                    ),
                    FieldPanel("unions"),
                    FieldPanel("summary", required_on_save=True),
                ],
            ),
            panels.sources(),
            panels.evidence(),
            panels.group(_("How urgent it is"), "confidence", "severity", "related", open_=False),
            panels.texts("title", "summary"),
            panels.visibility(),
        ],
        base_form_class=DeploymentForm,
    )

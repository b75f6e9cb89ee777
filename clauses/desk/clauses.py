"""The desk's pages of clauses, in the order in which a contract is read."""

from typing import ClassVar

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    ObjectList,
)

from clauses import models
from clauses.desk import columns, fields, filters, forms, panels, records

fields.speaks(
    models.Clause,
    roles="roles",
    safeguard_types="safeguard-types",
    elements="elements",
    uses="uses",
    use_modifiers="use-modifiers",
    main_uses="uses",
    incidental_uses="uses",
    enabled_by="capabilities",
    required_facts="facts",
    any_facts="facts",
    excluding_facts="facts",
    rule_roles="roles",
    rule_sectors="sectors",
    evidence_level="evidence-levels",
)
fields.keeps_order(models.Clause, "safeguard_types")
fields.points_at(models.Clause, scope_of="clauses.clause", umbrella_of="clauses.clause")
fields.speaks(models.ClauseSource, tier="evidence-levels")
fields.models_by_label["clauses.clause"] = models.Clause


class ClauseForm(forms.RecordForm):
    """A clause: title, summary and plain language are translated."""


class ClauseFilterSet(filters.RecordFilterSet):
    """By where it stands, what it says, whom it protects, and how sure we are."""

    union = django_filters.ModelChoiceFilter(
        field_name="agreement__unions", queryset=models.Union.objects.all(), label=_("Union")
    )
    role = filters.HasFilter(spoken="roles", field_name="roles", label=_("Role"))
    use = filters.HasFilter(spoken="uses", field_name="uses", label=_("Use"))
    type = filters.HasFilter(
        spoken="safeguard-types", field_name="safeguard_types", label=_("Type")
    )
    grade = filters.GradeFilter()
    checked = filters.YesNoFilter(
        condition=Q(checked_at__isnull=False), label=_("Checked against the agreement")
    )
    in_force = filters.InForceFilter()

    class Meta:
        model = models.Clause
        fields: ClassVar[dict[str, list[str]]] = {
            "agreement": ["exact"],
            "statute": ["exact"],
            "visibility": ["exact"],
        }


class ClauseViewSet(records.RecordViewSet):
    """Clauses."""

    model = models.Clause
    icon = "list-ul"
    menu_label = _("Clauses")
    list_display = (
        "title",
        columns.WordsColumn(
            "stands_in",
            label=_("Agreement or statute"),
            words=lambda clause: str(clause.agreement or clause.statute or ""),
            sort_key="agreement__name",
        ),
        "section",
        columns.term(),
        columns.grade(),
        columns.checked(),
        columns.state(),
        columns.edited(),
    )
    list_related = ("agreement", "statute")
    filterset_class = ClauseFilterSet
    search_fields = ("title", "slug", "section", "summary")
    edit_handler = ObjectList(
        [
            panels.name_of_record("title"),
            panels.group(_("Where it stands"), "agreement", "statute", "section"),
            panels.group(
                _("What it says"),
                FieldPanel(
                    "summary", help_text=_("In our own words, complete, without judging it.")
                ),
                "safeguard_types",
                FieldPanel("elements", help_text=_("What it grants: consent, notice, pay …")),
                FieldPanel("elements_note", heading=_("Remark on the elements")),
            ),
            panels.group(
                _("In plain words"),
                FieldPanel(
                    "plain_language",
                    help_text=_("As a steward would say it to a colleague: short, second person."),
                ),
            ),
            panels.group(
                _("When it bites"),
                "uses",
                FieldPanel("use_modifiers", heading=_("Manner of the use")),
                FieldPanel("main_uses", help_text=_("What it is about in the first place.")),
                FieldPanel("incidental_uses", help_text=_("What it reaches besides.")),
                "enabled_by",
                FieldPanel("required_facts", help_text=_("All of these must be true.")),
                "any_facts",
                FieldPanel("excluding_facts", help_text=_("Any of these keeps it out.")),
                ("duty", "level"),
            ),
            panels.group(
                _("Whom it protects"),
                "roles",
                "is_for_everyone",
                FieldPanel("rule_roles", heading=_("Roles it counts for, if others")),
                FieldPanel("rule_sectors", heading=_("Sectors it counts in, if fewer")),
            ),
            panels.group(
                _("From when to when"),
                ("effective_from", "effective_to"),
                FieldPanel("effective_note", heading=_("Remark on the dates")),
            ),
            InlinePanel(
                "time_limits",
                heading=_("Time limits"),
                label=_("time limit"),
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("direction", required_on_save=True),
                            FieldPanel("number"),
                            FieldPanel("unit", required_on_save=True),
                        ]
                    ),
                    FieldPanel("starts_from", heading=_("Counted from")),
                    FieldPanel("applies_to", heading=_("What must be done by then")),
                ],
            ),
            panels.sources(),
            panels.evidence(),
            HelpPanel(template="desk/check_state.html", heading=_("Checked against the agreement")),
            panels.group(_("Lineage"), "carried_into", "builds_on", "head", open_=False),
            panels.group(
                _("How the rules read it"),
                FieldPanel("scope_of", heading=_("Defines or limits these clauses")),
                FieldPanel("umbrella_of", heading=_("Says in general what these say")),
                FieldPanel(
                    "priority", help_text=_("Which clauses stand first where many apply: 1 to 9.")
                ),
                FieldPanel("rules_note", heading=_("Why these are set so")),
                open_=False,
            ),
            panels.texts("title", "summary", "plain_language"),
            panels.visibility(),
        ],
        base_form_class=ClauseForm,
    )

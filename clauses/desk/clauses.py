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
from clauses.desk import (
    citations,
    columns,
    drafting,
    exchange,
    fields,
    filters,
    forms,
    panels,
    records,
)

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

    def is_valid(self) -> bool:
        """Refuse a clause that one agreement both keeps and drops."""
        if not super().is_valid():
            return False
        kept = set(self.cleaned_data.get("carried_into") or ())
        rows = self.formsets["dropped_by"].forms if "dropped_by" in self.formsets else ()
        dropped = {
            form.cleaned_data.get("agreement")
            for form in rows
            if not form.cleaned_data.get("DELETE")
        }
        if kept & dropped:
            self.add_error(
                "carried_into", _("An agreement keeps the clause or drops it, never both.")
            )
            return False
        return True


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
    index_view_class = exchange.ClauseIndexView
    add_view_class = drafting.DraftingView
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
            citations.CitationsPanel(heading=_("In the agreement's own words")),
            panels.group(
                _("Where it stands"),
                FieldPanel(
                    "agreement",
                    help_text=_("The contract that it is part of. A clause of a law has none."),
                ),
                FieldPanel(
                    "statute",
                    help_text=_("Only for a law: its one clause has the law's permanent name."),
                ),
                "section",
            ),
            panels.group(
                _("What it says"),
                FieldPanel(
                    "summary",
                    help_text=_(
                        "In our own words, complete, without judging it: who must do what, for"
                        " whom, and what follows if they do not."
                    ),
                ),
                FieldPanel(
                    "safeguard_types",
                    heading=_("Kinds of safeguard"),
                    help_text=_("The first is the main one; the arrow moves one up."),
                ),
                FieldPanel("elements", help_text=_("What it grants: consent, notice, pay …")),
                FieldPanel(
                    "elements_note",
                    heading=_("Remark on the elements"),
                    help_text=_("Where an element is granted in part, or to some only."),
                ),
            ),
            panels.group(
                _("In plain words"),
                FieldPanel(
                    "plain_language",
                    help_text=_(
                        "As a steward would say it to a colleague: short, second person, present"
                        " tense. Members read this first."
                    ),
                ),
            ),
            panels.group(
                _("When it bites"),
                FieldPanel(
                    "uses", help_text=_("Every use of AI that it speaks of. Families have leaves.")
                ),
                FieldPanel(
                    "use_modifiers",
                    heading=_("Manner of the use"),
                    help_text=_("Only where the clause itself makes a difference by it."),
                ),
                FieldPanel(
                    "main_uses",
                    help_text=_("What it is about in the first place: these can be binding."),
                ),
                FieldPanel(
                    "incidental_uses",
                    help_text=_("What it reaches besides: these are never more than conditional."),
                ),
                FieldPanel(
                    "enabled_by",
                    heading=_("Capabilities that may raise it"),
                    help_text=_("What a tool can do that makes such a use possible."),
                ),
            ),
            panels.group(
                _("What must be true of the case"),
                FieldPanel(
                    "required_facts",
                    help_text=_("All of these. Where one is unknown, members are asked."),
                ),
                "any_facts",
                FieldPanel(
                    "excluding_facts", help_text=_("Any of these, known true, keeps it out.")
                ),
                (
                    FieldPanel("duty", heading=_("The duty falls due")),
                    FieldPanel("level", heading=_("What raises it")),
                ),
            ),
            panels.group(
                _("Whom it protects"),
                FieldPanel("roles", help_text=_("As the contract names them.")),
                "is_for_everyone",
                FieldPanel(
                    "rule_roles",
                    heading=_("Roles it counts for, if others"),
                    help_text=_("Left empty, those above."),
                ),
                FieldPanel(
                    "rule_sectors",
                    heading=_("Sectors it counts in, if fewer"),
                    help_text=_("Left empty, those of its agreement."),
                ),
            ),
            panels.group(
                _("From when to when"),
                panels.term(),
                FieldPanel(
                    "effective_note",
                    heading=_("Remark on the dates"),
                    help_text=_("Where it starts later than its agreement, or back in time."),
                ),
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
                    FieldPanel(
                        "starts_from",
                        heading=_("Counted from"),
                        help_text=_("The event in the contract's words: the scan, the request …"),
                    ),
                    FieldPanel(
                        "applies_to",
                        heading=_("What must be done by then"),
                        help_text=_("Notice, an answer, payment … and by whom."),
                    ),
                ],
                help_text=_("“48 hours before the scan”: before, 48, hours, the scan."),
            ),
            panels.sources(),
            panels.evidence(),
            HelpPanel(template="desk/check_state.html", heading=_("Checked against the agreement")),
            panels.group(
                _("Lineage"),
                FieldPanel(
                    "carried_into",
                    help_text=_("Later agreements that keep this term without repeating it."),
                ),
                FieldPanel(
                    "builds_on",
                    help_text=_("Earlier clauses that this one changes, replaces or adds to."),
                ),
                FieldPanel(
                    "head",
                    heading=_("Which one leads"),
                    help_text=_("Where it builds on a clause that still counts."),
                ),
                open_=False,
            ),
            InlinePanel(
                "dropped_by",
                heading=_("Dropped by a later agreement"),
                label=_("later agreement"),
                panels=[
                    FieldPanel("agreement"),
                    FieldPanel("source_title", required_on_save=True),
                    FieldPanel("source_url"),
                    FieldPanel("reason"),
                ],
                help_text=_("Only where a source says so. Not found is not dropped."),
            ),
            panels.group(
                _("How the rules read it"),
                FieldPanel("scope_of", heading=_("Defines or limits these clauses")),
                FieldPanel("umbrella_of", heading=_("Says in general what these say")),
                FieldPanel(
                    "priority", help_text=_("Which clauses stand first where many apply: 1 to 9.")
                ),
                FieldPanel(
                    "rules_note",
                    heading=_("Why these are set so"),
                    help_text=_("For the next person who asks. Staff alone read it."),
                ),
                open_=False,
            ),
            panels.texts("title", "summary", "plain_language"),
            panels.visibility(),
        ],
        base_form_class=ClauseForm,
    )

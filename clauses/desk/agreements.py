"""The desk's pages of agreements and statutes."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from clauses import models
from clauses.desk import belonging, columns, fields, filters, forms, panels, records

fields.speaks(
    models.Agreement,
    country="places",
    sectors="sectors",
    excluding_facts="facts",
    evidence_level="evidence-levels",
)
fields.speaks(models.AgreementSource, tier="evidence-levels")
fields.speaks(models.Statute, jurisdiction="places", evidence_level="evidence-levels")
fields.speaks(models.StatuteSource, tier="evidence-levels")


class AgreementFilterSet(filters.RecordFilterSet):
    """By union, country, sector, day, grade and state."""

    in_force = filters.InForceFilter()
    sector = filters.HasFilter(spoken="sectors", field_name="sectors", label=_("Sector"))
    grade = filters.GradeFilter()

    class Meta:
        model = models.Agreement
        fields: ClassVar[dict[str, list[str]]] = {
            "unions": ["exact"],
            "country": ["exact"],
            "effective_to": ["gte", "lte"],
            "visibility": ["exact"],
        }


class StatuteFilterSet(filters.RecordFilterSet):
    """By place, stage, day, grade and state."""

    in_force = filters.InForceFilter()
    grade = filters.GradeFilter()

    class Meta:
        model = models.Statute
        fields: ClassVar[dict[str, list[str]]] = {
            "jurisdiction": ["exact"],
            "stage": ["exact"],
            "visibility": ["exact"],
        }


class NamedForm(forms.RecordForm):
    """An agreement or a statute: its name is all that is translated."""


def _unions_in_words(agreement: models.Agreement) -> str:
    return ", ".join(str(union) for union in agreement.unions.all())


class AgreementViewSet(records.RecordViewSet):
    """Agreements."""

    model = models.Agreement
    icon = "doc-full"
    menu_label = _("Agreements")
    list_display = (
        "name",
        columns.WordsColumn("unions", label=_("Unions"), words=_unions_in_words),
        columns.value_of("country", "places", label=_("Country")),
        columns.term(),
        columns.DayColumn("effective_to"),
        columns.grade(),
        columns.state(),
        columns.edited(),
    )
    list_prefetched = ("unions",)
    filterset_class = AgreementFilterSet
    search_fields = ("name", "slug", "employer_counterpart")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(
                _("Who agreed"),
                FieldPanel(
                    "unions", help_text=_("Only their own staff publish it and its clauses.")
                ),
                FieldPanel(
                    "employer_counterpart",
                    heading=_("With whom"),
                    help_text=_("The body or company that signed, as the agreement names it."),
                ),
                FieldPanel("country", help_text=_("Where it applies.")),
                FieldPanel("sectors", help_text=_("The work that it covers.")),
                FieldPanel("sectors_note", heading=_("Remark on the sectors")),
            ),
            panels.group(
                _("When it was concluded and when it holds"),
                (
                    FieldPanel("tentative_date", heading=_("Tentative agreement")),
                    FieldPanel("signed_date", heading=_("Signed")),
                    FieldPanel("ratified_date", heading=_("Ratified")),
                ),
                FieldPanel("ratification_vote", help_text=_("As reported.")),
                panels.term(),
                FieldPanel(
                    "preceded_by",
                    help_text=_("The agreement of the cycle before, if there is one."),
                ),
            ),
            belonging.ClausesPanel(heading=_("Its clauses")),
            panels.group(
                _("What is known of the time after its term"),
                (
                    FieldPanel("after_expiry", heading=_("After its last day")),
                    FieldPanel("after_expiry_until", heading=_("Extended until")),
                ),
                FieldPanel("after_expiry_source", heading=_("Where that is written")),
            ),
            panels.group(
                _("The strike before it"), "strike_name", ("strike_from", "strike_to"), open_=False
            ),
            panels.group(
                _("When its clauses count"),
                "excluding_facts",
                FieldPanel(
                    "instead_of",
                    help_text=_("Of two alternative agreements only the one that binds counts."),
                ),
                "is_single_employer",
                "counts_any_stage",
                FieldPanel("rules_note", heading=_("Why these are set so")),
                open_=False,
            ),
            panels.sources(),
            panels.evidence(),
            panels.texts("title"),
            panels.visibility(),
        ],
        base_form_class=NamedForm,
    )


class StatuteViewSet(records.RecordViewSet):
    """Laws and bills; what each says stands in the clause of the same slug."""

    model = models.Statute
    icon = "globe"
    menu_label = _("Statutes")
    list_display = (
        "name",
        columns.value_of("jurisdiction", "places", label=_("Where")),
        "stage",
        columns.term(),
        columns.grade(),
        columns.state(),
        columns.edited(),
    )
    filterset_class = StatuteFilterSet
    search_fields = ("name", "slug", "citation")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(
                _("Where it stands"),
                FieldPanel("jurisdiction", help_text=_("The territory where it holds.")),
                FieldPanel("citation", help_text=_("As lawyers cite it.")),
                FieldPanel(
                    "stage", help_text=_("A bill has a page, and reaches nothing until enacted.")
                ),
            ),
            belonging.ClausesPanel(),
            panels.group(
                _("When it was made and when it holds"),
                (
                    FieldPanel("signed_date", heading=_("Signed")),
                    FieldPanel("concluded_date", heading=_("Adopted")),
                ),
                panels.term(),
                FieldPanel("penalties", help_text=_("What follows a breach, and for whom.")),
            ),
            panels.sources(),
            panels.evidence(),
            panels.texts("title"),
            panels.visibility(),
        ],
        base_form_class=NamedForm,
    )

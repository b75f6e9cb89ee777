"""The desk's pages of agreements and statutes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from clauses import models
from clauses.desk import fields, forms, panels, records

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


class NamedForm(forms.RecordForm):
    """An agreement or a statute: its name is all that is translated."""


class AgreementViewSet(records.RecordViewSet):
    """Agreements."""

    model = models.Agreement
    icon = "doc-full"
    menu_label = _("Agreements")
    list_display = (
        "name",
        "slug",
        records.DayColumn("effective_from"),
        records.DayColumn("effective_to"),
    )
    list_filter = {
        "unions": ["exact"],
        "country": ["exact"],
        "effective_to": ["gte", "lte"],
        "visibility": ["exact"],
    }
    search_fields = ("name", "slug", "employer_counterpart")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(
                _("Who agreed"),
                "unions",
                FieldPanel("employer_counterpart", heading=_("With whom")),
                "country",
                "sectors",
                FieldPanel("sectors_note", heading=_("Remark on the sectors")),
            ),
            panels.group(
                _("When it was concluded and when it holds"),
                ("tentative_date", "signed_date", "ratified_date"),
                "ratification_vote",
                ("effective_from", "effective_to"),
                "preceded_by",
            ),
            panels.group(
                _("What is known of the time after its term"),
                ("after_expiry", "after_expiry_until"),
                FieldPanel("after_expiry_source", heading=_("Where that is written")),
            ),
            panels.group(
                _("The strike before it"), "strike_name", ("strike_from", "strike_to"), open_=False
            ),
            panels.group(
                _("When its clauses count"),
                "excluding_facts",
                "instead_of",
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
    list_display = ("name", "slug", "jurisdiction", "stage", records.DayColumn("effective_from"))
    list_filter = {"jurisdiction": ["exact"], "stage": ["exact"], "visibility": ["exact"]}
    search_fields = ("name", "slug", "citation")
    edit_handler = ObjectList(
        [
            panels.name_of_record("name"),
            panels.group(_("Where it stands"), "jurisdiction", "citation", "stage"),
            panels.group(
                _("When it was made and when it holds"),
                ("signed_date", "concluded_date"),
                ("effective_from", "effective_to"),
                "penalties",
            ),
            panels.sources(),
            panels.evidence(),
            panels.texts("title"),
            panels.visibility(),
        ],
        base_form_class=NamedForm,
    )

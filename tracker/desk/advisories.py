"""The desk's pages of advisories: notes from staff to the members of their unions."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from clauses.desk import columns, fields, filters, forms, panels, records
from clauses.models import Union
from clauses.visibility import Visibility
from tracker import models

fields.points_at(
    models.Advisory,
    agreements="clauses.agreement",
    clauses="clauses.clause",
    deployments="tracker.deployment",
)
fields.models_by_label["tracker.deployment"] = models.Deployment
fields.speaks(models.Advisory, evidence_level="evidence-levels")
fields.speaks(models.AdvisorySource, tier="evidence-levels")


class AdvisoryForm(forms.RecordForm):
    """A note is for members unless somebody says otherwise, and for those of the own unions."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            own = Union.objects.filter(staff__user=self.for_user)
            self.initial.setdefault("unions", list(own))
            self.initial["visibility"] = Visibility.MEMBERS


class AdvisoryFilterSet(filters.RecordFilterSet):
    """By union, visibility and state."""

    union = django_filters.ModelChoiceFilter(
        field_name="unions", queryset=Union.objects.served(), label=_("Union")
    )

    class Meta:
        model = models.Advisory
        fields: ClassVar[dict[str, list[str]]] = {"visibility": ["exact"]}


def _unions_in_words(advisory: models.Advisory) -> str:
    return ", ".join(str(union) for union in advisory.unions.all())


class AdvisoryViewSet(records.RecordViewSet):
    """Advisories."""

    model = models.Advisory
    icon = "comment"
    menu_label = _("Advisories")
    menu_name = "advisories"
    menu_order = 350
    add_to_admin_menu = True
    list_display = (
        "title",
        columns.WordsColumn("unions", label=_("For members of"), words=_unions_in_words),
        "visibility",
        columns.DayColumn("first_published_at"),
        columns.state(),
        columns.edited(),
    )
    list_prefetched = ("unions",)
    filterset_class = AdvisoryFilterSet
    search_fields = ("title", "slug", "body")
    edit_handler = ObjectList(
        [
            panels.name_of_record("title"),
            panels.group(
                _("What members are told"),
                FieldPanel(
                    "body",
                    heading=_("The note"),
                    help_text=_(
                        "What happened, what it means for them, what to do and by when, whom to"
                        " ask. An empty line starts a new paragraph."
                    ),
                ),
            ),
            panels.group(
                _("What it is about"),
                FieldPanel("agreements", help_text=_("Type to find. The page leads there.")),
                FieldPanel("clauses", help_text=_("Members who follow one of these are told.")),
                FieldPanel(
                    "deployments",
                    help_text=_("Also those whose roles and uses these records touch."),
                ),
            ),
            panels.group(
                _("Whom it is for"),
                FieldPanel(
                    "unions",
                    help_text=_(
                        "Members of these unions. Their own staff publish it, and no others are"
                        " told."
                    ),
                ),
            ),
            panels.sources(),
            panels.texts("title", "summary"),
            panels.visibility(),
        ],
        base_form_class=AdvisoryForm,
    )

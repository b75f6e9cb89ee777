"""`parties/`."""

from typing import Any, ClassVar

from django.db import models

from clauses.models import Agreement, Binding, PartyMembership, PartySource
from tracker.api import columns, facets, shown
from tracker.api.serializers import parties as serializers
from tracker.api.views import agreements, reading


def _has_binding(slugs: Any) -> models.Q:
    return models.Q(
        models.Exists(
            Binding.objects.filter(party=models.OuterRef("pk"), agreement__slug__in=slugs)
        )
    )


class PartyViewSet(reading.CatalogueViewSet):
    """Companies and bodies, and what binds them."""

    noun = "party"
    record = serializers.PartyRecord
    narrowing: ClassVar = (
        facets.OfRecords(
            name="agreement",
            description="Slug of an agreement that it has a binding under, of whatever value.",
            model=Agreement,
            condition=_has_binding,
        ),
        facets.OfVocabulary(
            name="type",
            description="What it is: a value of `party-kinds`.",
            vocabulary="party-kinds",
            condition=facets.among("kind"),
        ),
    )
    more_parameters: ClassVar = agreements.common_parameters(in_force=False)

    def every(self) -> shown.Rows:
        """Return every party that may be shown."""
        return shown.parties()

    def narrowed(self, records: shown.Rows, question: reading.Question) -> shown.Rows:
        """Keep what is new and has the words, in its name or one of its other names."""
        found = agreements.updated(records, question.given)
        return self.with_words(found, question)

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read parties with bindings and memberships."""
        in_period = Binding.objects.on(question.on).filter(pk=models.OuterRef("pk"))
        bindings = (
            Binding.objects.filter(party=models.OuterRef("pk"), agreement__in=shown.agreements())
            .annotate(
                in_period=models.Exists(in_period),
                via_slug=_slug_of_party("via"),
            )
            .order_by("sort_order", "pk")
        )
        memberships = PartyMembership.objects.filter(
            party=models.OuterRef("pk"), body__in=shown.parties()
        ).order_by("sort_order", "pk")
        return records.annotate(
            parent_slug=_slug_of_party("parent"),
            vendor=models.Subquery(
                shown.vendors().filter(slug=models.OuterRef("vendor_slug")).values("slug")[:1]
            ),
            source_rows=columns.children(PartySource, "party", *columns.SOURCE),
            binding_rows=columns.objects(
                bindings,
                *("value", "basis", "scope", "works", "effective_from", "effective_to"),
                *("is_verified", "sources"),
                agreement="agreement__slug",
                via="via_slug",
                is_in_period="in_period",
            ),
            membership_rows=columns.objects(
                memberships,
                *("status", "is_verified", "sources"),
                body="body__slug",
                as_of="as_of_text",
                first="from_text",
                last="to_text",
            ),
        ).values(
            *("slug", "name", "labels", "aliases", "former_names", "kind", "is_group", "country"),
            *("evidence_level", "is_verified", "updated_at"),
            *("parent_slug", "vendor", "source_rows", "binding_rows", "membership_rows"),
        )


def _slug_of_party(column: str) -> models.Subquery:
    return models.Subquery(shown.parties().filter(pk=models.OuterRef(column)).values("slug")[:1])

"""`clauses/`."""

from typing import Any, ClassVar, cast

from django.db import models

from clauses import lineage
from clauses.models import (
    Agreement,
    Clause,
    ClauseSource,
    Statute,
    TimeLimit,
    Union,
)
from clauses.models import clause as library
from tracker.api import columns, facets, shown
from tracker.api.serializers import clauses as serializers
from tracker.api.views import agreements, reading

LIMIT = ("number", "unit", "direction", "starts_from", "applies_to")
PLAIN = (
    "title",
    "summary",
    "plain_language",
    "section",
    "roles",
    "is_for_everyone",
    "safeguard_types",
    "elements",
    "uses",
    "use_modifiers",
    "effective_note",
    "main_uses",
    "incidental_uses",
    "required_facts",
    "any_facts",
    "excluding_facts",
    "duty",
    "level",
    "checked_at",
    "checked_document",
    "checked_page",
    "checked_section",
)


def _protects(roles: Any) -> models.Q:
    """One of the roles, or everyone where the union represents one of them, or a law's everyone."""
    representing = Union.objects.filter(represents__overlap=list(roles))
    return (
        models.Q(roles__overlap=list(roles))
        | models.Q(is_for_everyone=True, statute__isnull=False)
        | models.Q(
            is_for_everyone=True,
            agreement__in=Agreement.objects.filter(unions__in=representing),
        )
    )


class ClauseViewSet(reading.CatalogueViewSet):
    """Negotiated and enacted safeguards."""

    is_kept = True
    noun = "clause"
    record = serializers.ClauseRecord
    narrowing: ClassVar = (
        facets.OfVocabulary(
            name="role",
            description="Whom it protects: a value of `roles`, with all below it.",
            vocabulary="roles",
            crosswalks=("roles_from_protects", "roles_from_affected_roles"),
            condition=_protects,
        ),
        facets.OfVocabulary(
            name="use",
            description="A use of AI that it speaks of: a value of `uses`, with all below it, "
            "or a word of the sources.",
            vocabulary="uses",
            crosswalks=(
                "uses_from_triggers",
                "uses_from_capabilities",
                "uses_from_capabilities_extra",
            ),
            condition=facets.overlapping("uses"),
        ),
        facets.OfVocabulary(
            name="type",
            description="A kind of safeguard: a value of `safeguard-types`.",
            vocabulary="safeguard-types",
            crosswalks=("safeguard_types",),
            condition=facets.overlapping("safeguard_types"),
        ),
        facets.OfRecords(
            name="agreement",
            description="Slug of its agreement.",
            model=Agreement,
            condition=facets.among("agreement__slug"),
        ),
        facets.OfRecords(
            name="statute",
            description="Slug of its law.",
            model=Statute,
            condition=facets.among("statute__slug"),
        ),
        facets.OfUnions(
            name="union",
            description="Slug of a union that negotiated it.",
            condition=lambda values: models.Q(
                agreement__in=Agreement.objects.filter(unions__slug__in=values)
            ),
        ),
    )
    more_parameters: ClassVar = agreements.common_parameters()

    def every(self) -> shown.Rows:
        """Return every clause that may be shown."""
        return shown.clauses()

    def narrowed(self, records: shown.Rows, question: reading.Question) -> shown.Rows:
        """Keep what is in force by its own term or carried on, new, and has the words."""
        found = agreements.updated(records, question.given)
        day = question.given.get("in_force_on")
        if day is not None:
            in_force = lineage.counting(queryset=cast("library.ClauseQuerySet", found), on=day)
            found = in_force.exclude(statute__stage="bill")
        return self.with_words(found, question)

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read clauses with parents, children and neighbours in time."""
        return records.annotate(
            words=columns.words(Clause, question.language, "time_limit_notes"),
            union_slugs=columns.slugs(
                Union.objects.filter(agreements=models.OuterRef("agreement"))
            ),
            source_rows=columns.children(ClauseSource, "clause", *columns.SOURCE),
            limits=columns.children(TimeLimit, "clause", *LIMIT),
            carried=columns.slugs(shown.agreements().filter(carried_clauses=models.OuterRef("pk"))),
            earlier=columns.slugs(shown.clauses().filter(built_upon_by=models.OuterRef("pk"))),
            is_in_force=models.Case(
                models.When(statute__stage="bill", then=models.Value(False)),
                default=lineage.counts(on=question.on),
            ),
        ).values(
            *agreements.COMMON,
            *PLAIN,
            "words",
            "union_slugs",
            "source_rows",
            "limits",
            "is_in_force",
            "carried",
            "earlier",
            agreement_slug=models.F("agreement__slug"),
            agreement_name=models.F("agreement__name"),
            statute_slug=models.F("statute__slug"),
            statute_citation=models.F("statute__citation"),
        )

"""`agreements/` and `statutes/`."""

from typing import Any, ClassVar

from django.db import models

from clauses.models import (
    Agreement,
    AgreementSource,
    Statute,
    StatuteSource,
    Union,
)
from tracker.api import columns, facets, parameters, shown
from tracker.api.serializers import agreements as serializers
from tracker.api.views import reading

COMMON = ("slug", "effective_from", "effective_to", "evidence_level", "is_verified", "updated_at")


def common_parameters(*, in_force: bool = True) -> tuple[parameters.Parameter, ...]:
    """Return what lists of records take beside facets."""
    day = (parameters.IN_FORCE_ON,) if in_force else ()
    return (*day, parameters.SEARCH, parameters.UPDATED_SINCE)


def updated(records: models.QuerySet[Any, Any], given: dict[str, Any]) -> models.QuerySet[Any, Any]:
    """Keep the records that changed since the moment asked for."""
    since = given.get("updated_since")
    return records if since is None else records.filter(updated_at__gte=since)


def in_own_term(
    records: models.QuerySet[Any, Any], given: dict[str, Any]
) -> models.QuerySet[Any, Any]:
    """Keep the records whose term includes the day asked for."""
    day = given.get("in_force_on")
    if day is None:
        return records
    return records.filter(
        models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=day),
        effective_from__lte=day,
    )


class AgreementViewSet(reading.CatalogueViewSet):
    """Negotiated contracts with a term."""

    is_kept = True
    noun = "agreement"
    record = serializers.AgreementRecord
    narrowing: ClassVar = (
        facets.OfUnions(
            name="union",
            description="Slug of a union that negotiated it.",
            condition=lambda values: models.Q(
                pk__in=Agreement.objects.filter(unions__slug__in=values).values("pk")
            ),
        ),
    )
    more_parameters: ClassVar = common_parameters()

    def every(self) -> shown.Rows:
        """Return every agreement that may be shown."""
        return shown.agreements()

    def narrowed(self, records: shown.Rows, question: reading.Question) -> shown.Rows:
        """Keep what is in force, new, and has the words."""
        found = in_own_term(updated(records, question.given), question.given)
        return self.with_words(found, question)

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read agreements with unions, sources and neighbours in time."""
        return records.annotate(
            words=columns.words(Agreement, question.language),
            union_slugs=columns.slugs(Union.objects.filter(agreements=models.OuterRef("pk"))),
            source_rows=columns.children(AgreementSource, "agreement", *columns.SOURCE),
            preceding=models.Subquery(
                shown.agreements().filter(pk=models.OuterRef("preceded_by")).values("slug")[:1]
            ),
            succeeded_by=columns.slugs(
                shown.agreements().filter(preceded_by=models.OuterRef("pk"))
            ),
            is_in_force=reading.in_term(on=question.on),
        ).values(
            *COMMON,
            "name",
            "employer_counterpart",
            "country",
            "sectors",
            "tentative_date",
            "signed_date",
            "ratified_date",
            "ratification_vote",
            "strike_name",
            "strike_from",
            "strike_to",
            "after_expiry",
            "after_expiry_until",
            "after_expiry_source",
            "words",
            "union_slugs",
            "source_rows",
            "succeeded_by",
            "is_in_force",
            "preceding",
        )


class StatuteViewSet(reading.CatalogueViewSet):
    """Laws, and bills that are not laws yet."""

    noun = "statute"
    record = serializers.StatuteRecord
    more_parameters: ClassVar = common_parameters()

    def every(self) -> shown.Rows:
        """Return every law that may be shown."""
        return shown.statutes()

    def narrowed(self, records: shown.Rows, question: reading.Question) -> shown.Rows:
        """Keep what is in force, new, and has the words."""
        found = in_own_term(updated(records, question.given), question.given)
        if "in_force_on" in question.given:
            found = found.filter(stage="enacted")
        return self.with_words(found, question)

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read laws with their sources; a bill is never in force."""
        in_force = models.Case(
            models.When(stage="enacted", then=reading.in_term(on=question.on)),
            default=models.Value(False),
        )
        own_clause = shown.clauses().filter(statute=models.OuterRef("pk"))
        return records.annotate(
            words=columns.words(Statute, question.language),
            source_rows=columns.children(StatuteSource, "statute", *columns.SOURCE),
            clause_slug=models.Subquery(own_clause.order_by("slug").values("slug")[:1]),
            is_in_force=in_force,
        ).values(
            *COMMON,
            "name",
            "jurisdiction",
            "citation",
            "stage",
            "signed_date",
            "concluded_date",
            "penalties",
            "words",
            "source_rows",
            "clause_slug",
            "is_in_force",
        )

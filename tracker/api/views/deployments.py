"""`deployments/` and `links/`."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import functions

from clauses.models import Agreement, Clause
from tracker.api import columns, cursors, facets, shown
from tracker.api.serializers import deployments as serializers
from tracker.api.views import agreements, reading
from tracker.models import (
    Deployer,
    Deployment,
    DeploymentSource,
    Link,
    Product,
    UnionResponse,
    Vendor,
)

PLAIN = (
    *("slug", "title", "summary", "version", "event_date", "event_date_text"),
    *("date_precision", "is_date_verified", "announced_date_text", "effective_date_text"),
    *("end_date_text", "phase", "kind", "sectors", "capabilities", "extra_capabilities", "uses"),
    *("use_modifiers", "production_stages", "works", "roles", "places", "made_in", "shown_in"),
    *("known_limits", "training_data_status", "training_data_note", "employers"),
    *("rights_holders", "licence_direction", "facts", "is_offered", "is_open_to_public"),
    *("is_company_programme", "is_animated", "severity", "confidence"),
    *("evidence_level", "is_verified", "updated_at"),
)


class DeploymentViewSet(reading.CatalogueViewSet):
    """Dated events in the lives of products, newest first."""

    is_kept = True
    noun = "deployment"
    record = serializers.DeploymentRecord
    order: ClassVar = (
        cursors.Key(column="event_date", is_descending=True, kind=datetime.date),
        cursors.Key(column="slug"),
    )
    narrowing: ClassVar = (
        facets.OfVocabulary(
            name="role",
            description="Who is affected: a value of `roles`, with all below it.",
            vocabulary="roles",
            crosswalks=("roles_from_affected_roles", "roles_from_protects"),
            condition=facets.overlapping("roles"),
        ),
        facets.OfVocabulary(
            name="use",
            description="A use of AI: a value of `uses`, with all below it, or a source's word.",
            vocabulary="uses",
            crosswalks=(
                "uses_from_capabilities",
                "uses_from_capabilities_extra",
                "uses_from_triggers",
            ),
            condition=facets.overlapping("uses"),
        ),
        facets.OfVocabulary(
            name="type",
            description="What kind of event: a value of `event-kinds`.",
            vocabulary="event-kinds",
            crosswalks=("event_kinds",),
            condition=facets.among("kind"),
        ),
        facets.OfVocabulary(
            name="phase",
            description="A value of `phases`.",
            vocabulary="phases",
            crosswalks=("phases",),
            condition=facets.among("phase"),
        ),
        facets.OfRecords(
            name="vendor",
            description="Slug of the vendor.",
            model=Vendor,
            condition=facets.among("vendor__slug"),
        ),
        facets.OfRecords(
            name="product",
            description="Slug of the product.",
            model=Product,
            condition=facets.among("product__slug"),
        ),
    )
    more_parameters: ClassVar = agreements.common_parameters(in_force=False)

    def every(self) -> shown.Rows:
        """Return every deployment that may be shown."""
        return shown.deployments()

    def narrowed(self, records: shown.Rows, question: reading.Question) -> shown.Rows:
        """Keep what is new and has the words. What is to come is there, and says so."""
        found = agreements.updated(records, question.given)
        return self.with_words(found, question)

    def context(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Find which of the parties named may be shown."""
        named = {
            slug
            for row in rows
            for slugs in (
                row["employers"],
                row["rights_holders"],
                *(deployer["parties"] for deployer in row["deployer_rows"]),
            )
            for slug in slugs
        }
        return {"parties": shown.visible_among(shown.parties(), named)}

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read deployments with their children."""
        responses = UnionResponse.objects.filter(deployment=models.OuterRef("pk"))
        deployers = Deployer.objects.filter(deployment=models.OuterRef("pk"))
        related = Deployment.related.through.objects.filter(
            from_deployment=models.OuterRef("pk"), to_deployment__in=shown.deployments()
        )
        return records.annotate(
            vendor_slug=models.F("vendor__slug"),
            product_slug=models.F("product__slug"),
            words=columns.words(Deployment, question.language),
            source_rows=columns.children(DeploymentSource, "deployment", *columns.SOURCE),
            deployer_rows=columns.objects(
                deployers.order_by("sort_order", "pk"), "name", "parties", type="kind"
            ),
            response_rows=columns.objects(
                responses.order_by("sort_order", "pk"),
                *("union_name", "unions", "stance", "summary"),
                date="date_text",
            ),
            related_slugs=columns.slugs(related, "to_deployment__slug"),
            has_happened=models.Case(
                models.When(event_date__lte=question.on, then=models.Value(True)),
                default=models.Value(False),
            ),
        ).values(
            *PLAIN,
            *("vendor_slug", "product_slug", "words", "source_rows", "deployer_rows"),
            *("response_rows", "related_slugs", "has_happened"),
        )


class LinkViewSet(reading.CatalogueViewSet):
    """Clauses that a person confirmed to reach a deployment. Nothing else is a fact to partners."""

    is_kept = True
    noun = "confirmed link"
    record = serializers.LinkRecord
    narrowing: ClassVar = (
        facets.OfRecords(
            name="clause",
            description="Slug of the clause.",
            model=Clause,
            condition=facets.among("clause__slug"),
        ),
        facets.OfRecords(
            name="deployment",
            description="Slug of the deployment.",
            model=Deployment,
            condition=facets.among("deployment__slug"),
        ),
        facets.OfRecords(
            name="agreement",
            description="Slug of the clause's agreement.",
            model=Agreement,
            condition=facets.among("clause__agreement__slug"),
        ),
        facets.OfRecords(
            name="vendor",
            description="Slug of the deployment's vendor.",
            model=Vendor,
            condition=facets.among("deployment__vendor__slug"),
        ),
        facets.OfChoices(
            name="standing",
            description="Standing on the day it was judged.",
            schema={"type": "string", "enum": list(Link.Standing.values)},
            known=tuple(Link.Standing.values),
            condition=facets.among("standing"),
        ),
        facets.OfUnions(
            name="union",
            description="Slug of a union that negotiated the clause.",
            condition=lambda values: models.Q(
                clause__agreement__in=Agreement.objects.filter(unions__slug__in=values)
            ),
        ),
    )

    def every(self) -> shown.Rows:
        """Return every confirmed link; its slug is made of those of clause and deployment."""
        slug = functions.Concat("clause__slug", models.Value("--"), "deployment__slug")
        found: shown.Rows = shown.links().annotate(slug=slug)
        return found

    def nearest(self, slug: str) -> list[str]:
        """Return confirmed links of the clause or the deployment that was meant."""
        clause, _, deployment = slug.partition("--")
        near = self.every().filter(
            models.Q(clause__slug=clause) | models.Q(deployment__slug=deployment)
        )
        return list(near.order_by("slug").values_list("slug", flat=True)[:3])

    def context(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Find which of the clauses included may be shown."""
        named = {slug for row in rows for slug in row["includes"]}
        return {"clauses": shown.visible_among(shown.clauses(), named)}

    def rows(self, records: shown.Rows, question: reading.Question) -> Any:
        """Read links; who confirmed them and what they noted is for staff."""
        return records.annotate(
            clause_slug=models.F("clause__slug"), deployment_slug=models.F("deployment__slug")
        ).values(
            *("slug", "clause_slug", "deployment_slug", "standing", "bearing", "score"),
            *("includes", "reasons", "missing_facts", "judged_on", "decided_at"),
        )

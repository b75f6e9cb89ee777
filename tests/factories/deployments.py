"""Factories of vendors, products, deployments and links."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.factories import library, people, records
from tracker import models


class VendorFactory(records.RecordFactory):
    class Meta:
        model = models.Vendor
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"vendor-{number}")
    name = factory.LazyAttribute(lambda vendor: f"Vendor {vendor.slug}")
    country = "US"
    website = "https://example.com"


class ProductFactory(records.RecordFactory):
    class Meta:
        model = models.Product
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"product-{number}")
    vendor = factory.SubFactory(VendorFactory)
    name = factory.LazyAttribute(lambda product: f"Product {product.slug}")


class DeploymentFactory(records.RecordFactory):
    class Meta:
        model = models.Deployment
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"deployment-{number}")
    product = factory.SubFactory(ProductFactory)
    vendor = factory.SelfAttribute("product.vendor")
    title = factory.LazyAttribute(lambda deployment: f"Title of {deployment.slug}")
    summary = factory.LazyAttribute(lambda deployment: f"Summary of {deployment.slug}.")
    event_date = datetime.date(2024, 2, 15)
    event_date_text = factory.LazyAttribute(lambda deployment: deployment.event_date.isoformat())
    is_date_verified = True
    phase = "general-availability"
    kind = "product-release"
    sectors = factory.LazyFunction(lambda: ["theatrical"])
    capabilities = factory.LazyFunction(lambda: ["text-generation"])
    uses = factory.LazyFunction(lambda: ["script-generation"])
    roles = factory.LazyFunction(lambda: ["writer"])
    places = factory.LazyFunction(lambda: ["US"])

    @factory.post_generation
    def related(self, create: bool, extracted: Any, **options: Any) -> None:
        if create and extracted:
            self.related.set(extracted)
            self.save()


class DeploymentTextFactory(DjangoModelFactory):
    class Meta:
        model = models.DeploymentText

    deployment = factory.SubFactory(DeploymentFactory)
    language = "fr"
    title = "Un déploiement"
    summary = "Résumé du déploiement."


class DeploymentSourceFactory(DjangoModelFactory):
    class Meta:
        model = models.DeploymentSource

    deployment = factory.SubFactory(DeploymentFactory)
    title = "Announcement"
    url = "https://example.com/announcement"
    tier = "primary"
    was_seen = True


class AdvisoryFactory(records.RecordFactory):
    """A note of staff to members; `unions=[...]` are those whose members it is for."""

    class Meta:
        model = models.Advisory
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"advisory-{number}")
    title = factory.LazyAttribute(lambda advisory: f"Title of {advisory.slug}")
    body = "What happened.\n\nWhat to do."
    visibility = "members"

    @factory.post_generation
    def unions(self, create: bool, extracted: Any, **options: Any) -> None:
        if create and extracted:
            self.unions.set(extracted)
            self.save()


class DeployerFactory(DjangoModelFactory):
    class Meta:
        model = models.Deployer

    deployment = factory.SubFactory(DeploymentFactory)
    name = "A studio"
    kind = "studio"
    parties: list[str] = []


class UnionResponseFactory(DjangoModelFactory):
    class Meta:
        model = models.UnionResponse

    deployment = factory.SubFactory(DeploymentFactory)
    union_name = "The union"
    unions: list[str] = []
    stance = "opposed"
    summary = "The union objected."


class LinkFactory(DjangoModelFactory):
    """A suggested link, made by hand; `confirmed=True` or `rejected=True` settle it.

    `proposed=True`: the rules said so.
    """

    class Meta:
        model = models.Link

    class Params:
        confirmed = factory.Trait(
            state="confirmed",
            decided_by=factory.SubFactory(people.StaffFactory),
            decided_at=records.PUBLISHED_AT,
        )
        rejected = factory.Trait(
            state="rejected",
            decided_by=factory.SubFactory(people.StaffFactory),
            decided_at=records.PUBLISHED_AT,
            note="It does not reach this.",
        )
        proposed = factory.Trait(proposed_standing=factory.SelfAttribute("standing"))

    clause = factory.SubFactory(library.ClauseFactory)
    deployment = factory.SubFactory(DeploymentFactory)
    state = "suggested"
    standing = "conditional"
    score = 1.0
    reasons = factory.LazyFunction(
        lambda: [
            {
                "facet": "use",
                "matched": "script-generation",
                "how": "direct",
                "text": "Script generation is what the clause speaks of.",
            }
        ]
    )
    judged_on = datetime.date(2024, 2, 15)
    proposed_at = records.PUBLISHED_AT

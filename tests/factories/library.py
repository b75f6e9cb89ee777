"""Factories of the library: agreements, statutes, clauses, parties, unions, vocabulary."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from clauses import models
from tests.factories import records


class TaxonomyTermFactory(DjangoModelFactory):
    class Meta:
        model = models.TaxonomyTerm
        django_get_or_create = ("vocabulary", "slug")

    vocabulary = "uses"
    slug = factory.Sequence(lambda number: f"value-{number}")
    order = factory.Sequence(lambda number: number)
    labels = factory.LazyAttribute(
        lambda term: {
            "en": term.slug.replace("-", " ").capitalize(),
            "fr": f"{term.slug} (fr)",
            "es": f"{term.slug} (es)",
        }
    )


class CrosswalkFactory(DjangoModelFactory):
    class Meta:
        model = models.Crosswalk

    name = "uses"
    source_field = "triggers"
    value = factory.Sequence(lambda number: f"word-{number}")
    targets: list[str] = []
    relation = "same"


class UnionFactory(DjangoModelFactory):
    class Meta:
        model = models.Union
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda number: f"union-{number}")
    name = factory.LazyAttribute(lambda union: f"Union {union.slug}")
    country = "US"
    kind = "union"
    is_served = True


class AgreementFactory(records.RecordFactory):
    class Meta:
        model = models.Agreement
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"agreement-{number}")
    name = factory.LazyAttribute(lambda agreement: f"Agreement {agreement.slug}")
    employer_counterpart = "Alliance of Producers"
    country = "US"
    sectors = factory.LazyFunction(lambda: ["theatrical"])
    ratified_date = datetime.date(2023, 10, 9)
    effective_from = datetime.date(2023, 9, 25)
    effective_to = datetime.date(2026, 5, 1)

    @factory.post_generation
    def unions(self, create: bool, extracted: Any, **options: Any) -> None:
        if create and extracted:
            self.unions.set(extracted)
            self.save()


class AgreementTextFactory(DjangoModelFactory):
    class Meta:
        model = models.AgreementText

    agreement = factory.SubFactory(AgreementFactory)
    language = "fr"
    title = "Un accord"


class AgreementSourceFactory(DjangoModelFactory):
    class Meta:
        model = models.AgreementSource

    agreement = factory.SubFactory(AgreementFactory)
    title = "Memorandum of agreement"
    url = "https://example.org/memorandum"
    tier = "primary"
    was_seen = True


class StatuteFactory(records.RecordFactory):
    class Meta:
        model = models.Statute
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"statute-{number}")
    name = factory.LazyAttribute(lambda statute: f"Act {statute.slug}")
    jurisdiction = "US-CA"
    citation = "Labor Code section 1"
    signed_date = datetime.date(2024, 9, 17)
    effective_from = datetime.date(2025, 1, 1)


class StatuteTextFactory(DjangoModelFactory):
    class Meta:
        model = models.StatuteText

    statute = factory.SubFactory(StatuteFactory)
    language = "fr"
    title = "Une loi"


class StatuteSourceFactory(DjangoModelFactory):
    class Meta:
        model = models.StatuteSource

    statute = factory.SubFactory(StatuteFactory)
    title = "The act"
    url = "https://example.org/act"
    tier = "primary"
    was_seen = True


class ClauseFactory(records.RecordFactory):
    """A clause of an agreement; for one of a law: `agreement=None, statute=StatuteFactory()`."""

    class Meta:
        model = models.Clause
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"clause-{number}")
    agreement = factory.SubFactory(AgreementFactory)
    section = "Article 72.B"
    title = factory.LazyAttribute(lambda clause: f"Title of {clause.slug}")
    summary = factory.LazyAttribute(lambda clause: f"Summary of {clause.slug}.")
    plain_language = factory.LazyAttribute(lambda clause: f"{clause.slug} in plain words.")
    roles = factory.LazyFunction(lambda: ["writer"])
    safeguard_types = factory.LazyFunction(lambda: ["consent"])
    uses = factory.LazyFunction(lambda: ["script-generation"])
    main_uses = factory.LazyAttribute(lambda clause: list(clause.uses))
    effective_from = datetime.date(2023, 9, 25)
    effective_to = datetime.date(2026, 5, 1)

    @factory.post_generation
    def carried_into(self, create: bool, extracted: Any, **options: Any) -> None:
        if create and extracted:
            self.carried_into.set(extracted)
            self.save()

    @factory.post_generation
    def builds_on(self, create: bool, extracted: Any, **options: Any) -> None:
        if create and extracted:
            self.builds_on.set(extracted)
            self.save()


class ClauseTextFactory(DjangoModelFactory):
    class Meta:
        model = models.ClauseText

    clause = factory.SubFactory(ClauseFactory)
    language = "fr"
    title = "Une clause"
    summary = "Résumé de la clause."
    plain_language = "La clause en clair."


class ClauseSourceFactory(DjangoModelFactory):
    class Meta:
        model = models.ClauseSource

    clause = factory.SubFactory(ClauseFactory)
    title = "Memorandum of agreement"
    url = "https://example.org/memorandum"
    tier = "primary"
    was_seen = True


class TimeLimitFactory(DjangoModelFactory):
    class Meta:
        model = models.TimeLimit

    clause = factory.SubFactory(ClauseFactory)
    number = 48
    unit = "hours"
    direction = "before"
    starts_from = "the scan"
    applies_to = "notice"


class PartyFactory(records.RecordFactory):
    class Meta:
        model = models.Party
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"party-{number}")
    name = factory.LazyAttribute(lambda party: f"Company {party.slug}")
    kind = "studio"
    country = "US"


class PartySourceFactory(DjangoModelFactory):
    class Meta:
        model = models.PartySource

    party = factory.SubFactory(PartyFactory)
    title = "About the company"
    url = "https://example.org/company"
    tier = "primary"


class PartyMembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.PartyMembership

    party = factory.SubFactory(PartyFactory)
    body = factory.SubFactory(PartyFactory)
    status = "member"


class PartyNameFactory(DjangoModelFactory):
    class Meta:
        model = models.PartyName

    field = "deployed_by"
    value = factory.Sequence(lambda number: f"Name {number}")
    parties: list[str] = []


class BindingFactory(DjangoModelFactory):
    class Meta:
        model = models.Binding

    party = factory.SubFactory(PartyFactory)
    agreement = factory.SubFactory(AgreementFactory)
    value = "bound"
    basis = "signatory"
    is_verified = True


class MistakeReportFactory(DjangoModelFactory):
    class Meta:
        model = models.MistakeReport

    record_kind = "clause"
    slug = "clause-0"
    message = "The section is wrong."
    created_at = records.PUBLISHED_AT

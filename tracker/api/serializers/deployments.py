"""Deployments and confirmed links as they are answered."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from tracker.api.serializers import agreements, records


class Deployer(serializers.Serializer[Any]):
    """Who deployed it, as the source says, and the parties that the name stands for."""

    name = serializers.CharField()
    type = serializers.CharField(help_text="A value of `party-kinds`.")
    parties = serializers.ListField(child=serializers.CharField())


class UnionResponse(serializers.Serializer[Any]):
    """What a union said or did about it."""

    union_name = serializers.CharField()
    unions = serializers.ListField(child=serializers.CharField())
    date = serializers.CharField(help_text="YYYY, YYYY-MM or YYYY-MM-DD; may be empty.")
    stance = serializers.CharField(help_text="A value of `stances`.")
    summary = serializers.CharField()


class TrainingData(serializers.Serializer[Any]):
    """What is known of the data a tool was trained on."""

    status = serializers.CharField()
    note = serializers.CharField()


class DeploymentRecord(records.PagedRecord):
    """One dated event: announced, released, licensed, used on a work, withdrawn."""

    kind = "deployments"
    page = "deployment"

    title = records.Worded()
    summary = records.Worded()
    language = serializers.SerializerMethodField(help_text="The language the texts are in.")
    translation = serializers.SerializerMethodField(help_text="As on clauses.")
    vendor = serializers.CharField(source="vendor_slug")
    product = serializers.CharField(source="product_slug")
    version = serializers.CharField()
    event_date = serializers.DateField(help_text="With month or year precision its last day.")
    event_date_as_known = serializers.CharField(source="event_date_text")
    date_precision = serializers.CharField(help_text="day, month or year.")
    is_date_verified = serializers.BooleanField()
    announced_date = serializers.CharField(source="announced_date_text")
    effective_date = serializers.CharField(source="effective_date_text")
    end_date = serializers.CharField(source="end_date_text")
    has_happened = serializers.BooleanField(help_text="By the day `as_of`.")
    phase = serializers.CharField(help_text="A value of `phases`.")
    type = serializers.CharField(source="kind", help_text="A value of `event-kinds`.")
    sectors = serializers.ListField(child=serializers.CharField())
    capabilities = serializers.SerializerMethodField()
    uses = serializers.ListField(child=serializers.CharField())
    use_modifiers = serializers.ListField(child=serializers.CharField())
    production_stages = serializers.ListField(child=serializers.CharField())
    works = serializers.ListField(child=serializers.CharField())
    roles = serializers.ListField(child=serializers.CharField())
    places = serializers.ListField(child=serializers.CharField())
    made_in = serializers.ListField(child=serializers.CharField())
    shown_in = serializers.ListField(child=serializers.CharField())
    known_limits = serializers.ListField(child=serializers.CharField())
    training_data = serializers.SerializerMethodField()
    deployers = serializers.SerializerMethodField()
    employers = serializers.SerializerMethodField(help_text="Parties that employ people in it.")
    rights_holders = serializers.SerializerMethodField(help_text="Parties that only hold rights.")
    licence_direction = serializers.CharField()
    facts = serializers.DictField(
        child=serializers.BooleanField(), help_text="Known facts; what is not here is unknown."
    )
    is_offered = serializers.BooleanField(allow_null=True)
    is_open_to_public = serializers.BooleanField(allow_null=True)
    is_company_programme = serializers.BooleanField(allow_null=True)
    is_animated = serializers.BooleanField(allow_null=True)
    union_responses = serializers.SerializerMethodField()
    related = serializers.ListField(child=serializers.CharField(), source="related_slugs")
    severity = serializers.CharField()
    confidence = serializers.CharField()
    evidence = serializers.SerializerMethodField()
    sources = serializers.SerializerMethodField()
    updated_at = serializers.DateTimeField()

    def get_language(self, row: dict[str, Any]) -> str:
        """Return the language."""
        return records.language_of(row, language=self.context["language"])

    @utils.extend_schema_field({"type": "string", "enum": agreements.TRANSLATIONS})
    def get_translation(self, row: dict[str, Any]) -> str:
        """Return the status of the translation."""
        return records.translation_of(row)

    def get_capabilities(self, row: dict[str, Any]) -> list[str]:
        """Return what the product can do, the project's own additions last."""
        return [*row["capabilities"], *row["extra_capabilities"]]

    @utils.extend_schema_field(TrainingData)
    def get_training_data(self, row: dict[str, Any]) -> dict[str, str]:
        """Return what is known of it."""
        return {"status": row["training_data_status"], "note": row["training_data_note"]}

    @utils.extend_schema_field(Deployer(many=True))
    def get_deployers(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return them with the parties that anybody may see."""
        return [
            deployer | {"parties": self._shown(deployer["parties"])}
            for deployer in row["deployer_rows"]
        ]

    def get_employers(self, row: dict[str, Any]) -> list[str]:
        """Return the slugs of parties."""
        return self._shown(row["employers"])

    def get_rights_holders(self, row: dict[str, Any]) -> list[str]:
        """Return the slugs of parties."""
        return self._shown(row["rights_holders"])

    @utils.extend_schema_field(UnionResponse(many=True))
    def get_union_responses(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return them in their order."""
        found: list[dict[str, Any]] = row["response_rows"]
        return found

    @utils.extend_schema_field(records.Evidence)
    def get_evidence(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return how strongly it is supported."""
        return records.evidence_of(row)

    @utils.extend_schema_field(records.Source(many=True))
    def get_sources(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the sources that anybody may see."""
        return records.event_sources(records.source_rows(row["source_rows"]))

    def _shown(self, parties: list[str]) -> list[str]:
        return [slug for slug in parties if slug in self.context["parties"]]


class Reason(serializers.Serializer[Any]):
    """One step of the decision."""

    facet = serializers.CharField()
    matched = serializers.ListField(child=serializers.CharField())
    how = serializers.CharField(help_text="direct, enabled, carried, bound and others.")
    text = serializers.CharField()


class MissingFact(serializers.Serializer[Any]):
    """A fact that is not known and that decides."""

    fact = serializers.CharField()
    question = serializers.CharField()


class LinkRecord(records.Record):
    """A clause that a person confirmed to reach a deployment."""

    kind = "links"

    clause = serializers.CharField(source="clause_slug")
    deployment = serializers.CharField(source="deployment_slug")
    standing = serializers.CharField(
        help_text="binding, conditional, possible, upcoming or lapsed, on the day `judged_on`."
    )
    bearing = serializers.CharField(help_text="main: its own subject; also: a general duty.")
    score = serializers.FloatField()
    includes = serializers.SerializerMethodField(help_text="Clauses that stand in this entry.")
    reasons = serializers.SerializerMethodField()
    missing_facts = serializers.SerializerMethodField()
    judged_on = serializers.DateField(help_text="The day the standing is true for.")
    confirmed_at = serializers.DateTimeField(source="decided_at")

    def get_includes(self, row: dict[str, Any]) -> list[str]:
        """Return the slugs of clauses that anybody may see."""
        return [slug for slug in row["includes"] if slug in self.context["clauses"]]

    @utils.extend_schema_field(Reason(many=True))
    def get_reasons(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the steps of the decision."""
        return [
            {
                "facet": reason.get("facet", ""),
                "matched": _listed(reason.get("matched")),
                "how": reason.get("how", ""),
                "text": reason.get("text", ""),
            }
            for reason in row["reasons"]
        ]

    @utils.extend_schema_field(MissingFact(many=True))
    def get_missing_facts(self, row: dict[str, Any]) -> list[dict[str, str]]:
        """Return the questions to ask."""
        return [
            fact if isinstance(fact, dict) else {"fact": fact, "question": ""}
            for fact in row["missing_facts"]
        ]


def _listed(matched: Any) -> list[str]:
    if isinstance(matched, str):
        return [matched] if matched else []
    return [str(value) for value in matched or []]

"""Companies and bodies as they are answered, and what binds them."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from tracker.api.serializers import records


class Binding(serializers.Serializer[Any]):
    """A party's being bound by an agreement in a period. Only the value `bound` binds."""

    agreement = serializers.CharField()
    value = serializers.CharField(
        help_text="bound; bargains (for others); partly, likely, unknown (to be asked); none."
    )
    basis = serializers.CharField()
    via = serializers.CharField(allow_null=True, help_text="The party through which it is bound.")
    scope = serializers.CharField()
    works = serializers.ListField(
        child=serializers.CharField(), help_text="Productions that it is limited to."
    )
    effective_from = serializers.DateField(allow_null=True)
    effective_to = serializers.DateField(allow_null=True, help_text="The last day.")
    is_in_period = serializers.BooleanField(help_text="On the day `as_of`.")
    is_verified = serializers.BooleanField()
    sources = records.Source(many=True)


class Membership(serializers.Serializer[Any]):
    """A company in a body, as far as the evidence says."""

    body = serializers.CharField()
    status = serializers.CharField()
    as_of = serializers.CharField(help_text="The year the evidence speaks of; may be empty.")
    first = serializers.CharField(help_text="YYYY, YYYY-MM or YYYY-MM-DD; may be empty.")
    last = serializers.CharField(help_text="YYYY, YYYY-MM or YYYY-MM-DD; may be empty.")
    is_verified = serializers.BooleanField()
    sources = records.Source(many=True)


class PartyRecord(records.PagedRecord):
    """A company, a body, or a group of people that is no employer."""

    kind = "parties"
    page = "party"

    name = serializers.SerializerMethodField()
    aliases = serializers.ListField(child=serializers.CharField())
    former_names = serializers.ListField(child=serializers.CharField())
    type = serializers.CharField(source="kind", help_text="A value of `party-kinds`.")
    is_group = serializers.BooleanField(help_text="A group of people, not an employer.")
    parent = serializers.CharField(  # type: ignore[assignment]  # DRF has its own of this name
        source="parent_slug",
        allow_null=True,
        help_text="What binds a parent does not bind its subsidiary.",
    )
    country = serializers.CharField()
    vendor = serializers.CharField(allow_null=True, help_text="The vendor that this company is.")
    bindings = serializers.SerializerMethodField()
    memberships = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()
    sources = serializers.SerializerMethodField()
    updated_at = serializers.DateTimeField()

    def get_name(self, row: dict[str, Any]) -> str:
        """Return the name; a group has one in each language."""
        return str(row["labels"].get(self.context["language"]) or row["name"])

    @utils.extend_schema_field(Binding(many=True))
    def get_bindings(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what binds it, or may."""
        return [binding | _sources(binding) for binding in row["binding_rows"]]

    @utils.extend_schema_field(Membership(many=True))
    def get_memberships(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the bodies it is in."""
        return [membership | _sources(membership) for membership in row["membership_rows"]]

    @utils.extend_schema_field(records.Evidence)
    def get_evidence(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return how strongly it is supported."""
        return records.evidence_of(row)

    @utils.extend_schema_field(records.Source(many=True))
    def get_sources(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the sources that anybody may see."""
        return records.event_sources(records.source_rows(row["source_rows"]))


def _sources(row: dict[str, Any]) -> dict[str, Any]:
    return {"sources": records.event_sources(records.written_sources(row["sources"]))}

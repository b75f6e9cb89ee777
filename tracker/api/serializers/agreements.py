"""Agreements and laws as they are answered."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from tracker.api.serializers import records

TRANSLATIONS = ["original", "official", "reviewed", "machine", "unreviewed"]


class TextRecord(records.PagedRecord):
    """What agreements, laws and clauses have in common: words, a term, evidence, sources."""

    language = serializers.SerializerMethodField(help_text="The language the texts are in.")
    translation = serializers.SerializerMethodField(
        help_text="How far the texts may be trusted; `original` is English."
    )
    effective_from = serializers.DateField(allow_null=True)
    effective_to = serializers.DateField(allow_null=True, help_text="The last day in force.")
    is_in_force = serializers.BooleanField(help_text="On the day `as_of`.")
    evidence = serializers.SerializerMethodField()
    sources = serializers.SerializerMethodField()
    updated_at = serializers.DateTimeField()

    def get_language(self, row: dict[str, Any]) -> str:
        """Return the language."""
        return records.language_of(row, language=self.context["language"])

    @utils.extend_schema_field({"type": "string", "enum": TRANSLATIONS})
    def get_translation(self, row: dict[str, Any]) -> str:
        """Return the status of the translation."""
        return records.translation_of(row)

    @utils.extend_schema_field(records.TextEvidence)
    def get_evidence(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return how strongly it is supported."""
        is_checked = row.get("checked_at") is not None
        return records.text_evidence_of(
            row, is_checked=is_checked, language=self.context["language"]
        )

    @utils.extend_schema_field(records.Source(many=True))
    def get_sources(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the sources that anybody may see."""
        return records.text_sources(row["source_rows"])


class Strike(serializers.Serializer[Any]):
    """The strike that an agreement ended."""

    name = serializers.CharField()
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)


class AgreementRecord(TextRecord):
    """A negotiated contract with a term."""

    kind = "agreements"
    page = "agreement"

    name = records.Worded(word="title")
    unions = serializers.ListField(child=serializers.CharField(), source="union_slugs")
    employer_counterpart = serializers.CharField()
    country = serializers.CharField()
    sectors = serializers.ListField(child=serializers.CharField())
    tentative_date = serializers.DateField(allow_null=True)
    signed_date = serializers.DateField(allow_null=True)
    ratified_date = serializers.DateField(allow_null=True)
    ratification_vote = serializers.CharField()
    strike = serializers.SerializerMethodField()
    preceded_by = serializers.CharField(source="preceding", allow_null=True)
    succeeded_by = serializers.ListField(child=serializers.CharField())
    after_expiry = serializers.CharField(
        help_text="What is known of the time after the term: not-stated, continues, "
        "extended-until or ended."
    )
    after_expiry_until = serializers.DateField(allow_null=True)
    after_expiry_source = serializers.CharField()

    @utils.extend_schema_field(Strike(allow_null=True))
    def get_strike(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return the strike, or null."""
        if not row["strike_name"] and row["strike_from"] is None:
            return None
        return {
            "name": row["strike_name"],
            "first_day": row["strike_from"],
            "last_day": row["strike_to"],
        }


class StatuteRecord(TextRecord):
    """A law, or a bill that is not one yet. Its substance is the clause of the same slug."""

    kind = "statutes"
    page = "clause"

    name = records.Worded(word="title")
    jurisdiction = serializers.CharField()
    citation = serializers.CharField()
    stage = serializers.CharField(help_text="enacted or bill; a bill has no standing.")
    signed_date = serializers.DateField(allow_null=True)
    concluded_date = serializers.DateField(allow_null=True)
    penalties = serializers.CharField()
    clause = serializers.CharField(
        source="clause_slug", allow_null=True, help_text="The clause that holds its substance."
    )

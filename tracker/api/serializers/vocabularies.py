"""The taxonomy as it is answered."""

from typing import Any

from rest_framework import serializers

from tracker.api.serializers import records


class Value(serializers.Serializer[Any]):
    """One value of a vocabulary."""

    slug = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]  # DRF keeps its own under this name
        allow_null=True
    )
    label = serializers.CharField(  # type: ignore[assignment]  # as above
        help_text="In the language of the answer."
    )
    labels = serializers.DictField(child=serializers.CharField(), help_text="In every language.")
    definition = serializers.CharField()
    synonyms = serializers.ListField(child=serializers.CharField())
    properties = serializers.DictField(
        child=serializers.JSONField(), help_text="What this vocabulary adds: level, grade …"
    )


class VocabularyRecord(records.Record):
    """A closed vocabulary and its values, in their order."""

    kind = "taxonomy"

    values = Value(many=True)

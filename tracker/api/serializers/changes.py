"""The change feed as it is answered: what changed and where to read it, and nobody's name."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers


class ChangeRecord(serializers.Serializer[Any]):
    """One editorial act that changed what the public may read."""

    id = serializers.IntegerField(help_text="Rises from change to change.")
    kind = serializers.CharField(help_text="Subject and past tense, such as clause.revised.")
    record_kind = serializers.CharField()
    slug = serializers.CharField()
    at = serializers.DateTimeField()
    changed_fields = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField(
        allow_null=True, help_text="The record as it is now; null where it is no longer public."
    )


class ChangePage(serializers.Serializer[Any]):
    """Changes in order. Keep `cursor` and ask again with it: it goes on where this page ended."""

    cursor = serializers.CharField()
    next = serializers.URLField(allow_null=True, help_text="Null where nothing newer is known.")
    results = ChangeRecord(many=True)


@utils.extend_schema_serializer(many=False)
class ChangeHead(serializers.Serializer[Any]):
    """Where the feed ends now: begin here after reading the whole catalogue."""

    cursor = serializers.CharField()

"""The first page of the API, and what a refusal looks like."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from tracker.api.serializers import records


@utils.extend_schema_serializer(many=False)
class Root(records.Answered):
    """Addresses of everything here."""

    addresses = serializers.DictField(child=serializers.URLField())


class Fault(serializers.Serializer[Any]):
    """One thing that is wrong."""

    vars()["in"] = serializers.ChoiceField(choices=["query", "path", "header", "body"])
    name = serializers.CharField(help_text="Parameter, or path of the field with dots between.")
    code = serializers.CharField()
    detail = serializers.CharField()
    nearest = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What may be meant."
    )


class Problem(serializers.Serializer[Any]):
    """Problem details by RFC 9457."""

    type = serializers.CharField(help_text="about:blank: `title` says what the status says.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="For programs; stays the same.")
    detail = serializers.CharField(help_text="For people.")
    errors = Fault(many=True, required=False)  # type: ignore[assignment]  # DRF has its own
    nearest = serializers.ListField(child=serializers.CharField(), required=False)
    retracted_on = serializers.DateField(
        required=False, help_text="With status 410: the day on which the record was taken back."
    )
    reason = serializers.CharField(
        required=False, help_text="With status 410: what was wrong with it, for people."
    )
    reason_language = serializers.CharField(
        required=False, help_text="With status 410: the language in which the reason was given."
    )

"""The line of a clause as it is answered."""

from typing import Any

from rest_framework import serializers

from tracker.api.serializers import records, words

ORIGINS = ["first", "changes", "new", "not-settled"]
FATES = ["carried", "replaced", "dropped", "not-settled"]


class DroppingSource(serializers.Serializer[Any]):
    """Where it is written that an agreement dropped a clause."""

    title = serializers.CharField()
    url = serializers.CharField(help_text="May be empty.")
    reason = serializers.CharField(help_text="What the source says; may be empty.")


class Outcome(serializers.Serializer[Any]):
    """What became of a clause in one later agreement."""

    agreement = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(
        choices=FATES,
        help_text="not-settled: nobody settled it; it does not mean that the rule is gone. "
        "replaced: our reading.",
    )
    clauses = serializers.ListField(
        child=serializers.CharField(), help_text="Its clauses that change or add to this one."
    )
    source = DroppingSource(  # type: ignore[assignment]  # a field of that name in the answer
        allow_null=True, help_text="Of what was dropped; else null."
    )


class LineMember(serializers.Serializer[Any]):
    """A clause of the line; each stands there once."""

    slug = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()
    agreement = serializers.CharField(allow_null=True)
    statute = serializers.CharField(allow_null=True)
    section = serializers.CharField()
    effective_from = serializers.DateField(allow_null=True)
    effective_to = serializers.DateField(allow_null=True, help_text="The last day in force.")
    is_in_force = serializers.BooleanField(help_text="On the day `as_of`, own term or carried on.")
    origin = serializers.ChoiceField(choices=ORIGINS)
    builds_on = serializers.ListField(child=serializers.CharField())
    outcomes = Outcome(many=True)


class LineComparison(serializers.Serializer[Any]):
    """Two neighbours' summaries, which are our words, compared word by word."""

    earlier = serializers.CharField()
    later = serializers.CharField()
    language = serializers.CharField()
    is_readable = serializers.BooleanField(
        help_text="False where the two have so little in common that the parts say nothing."
    )
    parts = words.Part(many=True)


class LineageAnswer(records.Answered):
    """A clause's line over the cycles, the oldest first."""

    slug = serializers.CharField(help_text="The clause that was asked for.")
    members = LineMember(many=True)
    comparisons = LineComparison(many=True)

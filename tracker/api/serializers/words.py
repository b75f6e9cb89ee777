"""Words compared, as they are answered."""

from typing import Any

from rest_framework import serializers

from clauses import word_difference


class Part(serializers.Serializer[Any]):
    """A run of words, or one value of a list."""

    kind = serializers.ChoiceField(
        choices=[kind.value for kind in word_difference.Kind],
        help_text="Kept, taken out or put in.",
    )
    text = serializers.CharField()

"""What was published of a clause, as it is answered."""

from typing import Any

from rest_framework import serializers

from tracker.api.serializers import records, words


class Difference(serializers.Serializer[Any]):
    """One field that differs from the publication before."""

    field = serializers.CharField(help_text="As in our records; `texts.fr` is a translation.")
    name = serializers.CharField(help_text="What the page calls it, in the language asked for.")
    is_list = serializers.BooleanField(help_text="The parts are values, not runs of words.")
    parts = words.Part(many=True)


class Publication(serializers.Serializer[Any]):
    """One publication: from when, until when, and what it changed."""

    live_from = serializers.DateTimeField()
    live_until = serializers.DateTimeField(
        allow_null=True, help_text="When it gave way or was taken off; null while it is live."
    )
    is_reviewed = serializers.BooleanField(
        help_text="Approved by a second person of staff; false: loaded from the catalogue, "
        "not yet reviewed by staff."
    )
    is_first = serializers.BooleanField(help_text="Nothing public came before it.")
    changed = Difference(
        many=True, help_text="Empty for the first, and where nothing that readers see changed."
    )
    url = serializers.URLField(help_text="The clause as it was known when this went live.")


class History(records.Answered):
    """The publications of a clause, newest first."""

    next = serializers.URLField(allow_null=True, help_text="The page after this one.")
    slug = serializers.CharField(help_text="Permanent id of the clause.")
    results = Publication(many=True)

"""Exposure as it is answered: where live products meet people whom no clause in force reaches."""

from typing import Any

from rest_framework import serializers

from tracker.api.serializers import records


def names(help_text: str) -> serializers.ListField:
    """Declare a list of ids."""
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class Exposed(serializers.Serializer[Any]):
    """A live product that concerns the unit, with what reaches none of its uses."""

    product = serializers.CharField(help_text="Slug of the product.")
    vendor = serializers.CharField(help_text="Slug of its vendor.")
    uses = names("What it does that touches the unit: values of `uses`.")
    unreached = names("Values of `elements` that no clause in force reaches.")


class Unit(serializers.Serializer[Any]):
    """A bargaining unit: one union × one role under one line of agreements."""

    union = serializers.CharField(help_text="Slug of the union.")
    role = serializers.CharField(help_text="A value of `roles`.")
    family = serializers.CharField(help_text="Slug of the first agreement of the line.")
    agreement = serializers.CharField(
        allow_null=True,
        help_text="The agreement of that line in force on the day, else the one that ended last; "
        "null if none had begun.",
    )
    is_text_held = serializers.BooleanField(
        help_text="Whether its text is in our records. If not, what nothing reaches is unknown."
    )
    gaps = serializers.IntegerField(help_text="Products × elements that no clause reaches.")
    unknown = serializers.IntegerField(help_text="Those of which we do not know.")
    products = Exposed(many=True)


class Exposure(records.Answered):
    """The live product × bargaining unit × element that no clause in force reaches, counted."""

    live_products = serializers.IntegerField(help_text="Products in question that are live.")
    gaps = serializers.IntegerField(help_text="Over all units below.")
    unknown = serializers.IntegerField(help_text="Over all units below; never counted as gaps.")
    units = Unit(many=True)

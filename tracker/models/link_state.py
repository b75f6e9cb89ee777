"""What a person had settled about a link, from when to when. Written by the database alone."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func

from tracker.models.link import Link


class LinkState(models.Model):
    """One decision on a link, as it read while it held.

    A trigger on the links writes the row with whatever settles, changes or reopens one; rows are
    never altered but for their end, and never removed.
    """

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=10, choices=Link.State.choices)
    standing = models.CharField(max_length=12, choices=Link.Standing.choices)
    bearing = models.CharField(max_length=4, choices=Link.Bearing.choices)
    score = models.FloatField()
    includes = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    missing_facts = models.JSONField(default=list)
    judged_on = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    held_from = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["confirmed", "rejected"]),
                name="link_state_is_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(held_until__isnull=True)
                | models.Q(held_until__gte=models.F("held_from")),
                name="link_state_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="link_state_one_at_a_time",
                expressions=[
                    ("link", RangeOperators.EQUAL),
                    (
                        Func(
                            "held_from",
                            "held_until",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.state} from {self.held_from:%Y-%m-%d %H:%M}"

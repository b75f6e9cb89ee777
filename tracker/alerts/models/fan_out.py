"""How far one change has been turned into deliveries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import change as changes


class FanOut(models.Model):
    """One row a notifying change. The cursor is the last member whose range is committed."""

    change = models.OneToOneField(changes.Change, on_delete=models.PROTECT, related_name="fan_out")
    started_at = models.DateTimeField()
    cursor = models.UUIDField(null=True, blank=True)
    deliveries_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("fan-out")
        verbose_name_plural = _("fan-outs")
        indexes = [
            # Read by the fan-out, which takes up what it or another worker has not finished.
            models.Index(
                fields=["change"],
                name="fan_out_unfinished",
                condition=models.Q(finished_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True)
                | models.Q(finished_at__gte=models.F("started_at")),
                name="fan_out_finishes_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"fan-out of change {self.change_id}"

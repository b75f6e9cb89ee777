"""That somebody opened a live record's sources again and found that they still bear it out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Rereading(models.Model):
    """One reading of all sources of a record; what it changes goes through a draft instead."""

    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rereadings"
    )

    class Meta:
        ordering = ["-read_at", "-id"]
        verbose_name = _("re-reading of sources")
        verbose_name_plural = _("re-readings of sources")
        indexes = [
            # Read for each live publication: has anybody re-read its sources since?
            models.Index(fields=["record_kind", "record_id", "-read_at"], name="rereading_latest")
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id} on {self.read_at:%Y-%m-%d}"

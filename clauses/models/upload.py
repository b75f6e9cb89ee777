"""A file of clauses that somebody uploaded and did not confirm yet; private, for an hour."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ClauseUpload(models.Model):
    """What was uploaded, by whom, and what its preview showed. The content goes once it is used."""

    class Format(models.TextChoices):
        """Files that can be read."""

        CSV = "csv", "CSV"
        YAML = "yaml", "YAML"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clause_uploads"
    )
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=4, choices=Format.choices)
    content = models.BinaryField()
    applied_at = models.DateTimeField(null=True, blank=True)
    created_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("uploaded file of clauses")
        verbose_name_plural = _("uploaded files of clauses")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(content=b""),
                name="clause_upload_goes_once_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        content: Any = self.content
        return bytes(content)

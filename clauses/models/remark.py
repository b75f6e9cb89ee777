"""What a reviewer remarked on a draft that went back, field by field, and who mended it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Remark(models.Model):
    """One remark of one review. Written by clauses/remarks.py; never for readers.

    A row is never altered or removed; once, it is settled.
    """

    task_state = models.ForeignKey(
        "wagtailcore.TaskState",
        on_delete=models.PROTECT,
        related_name="remarks",
        help_text=_("The review in which the draft went back."),
    )
    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        related_name="remarks",
        help_text=_("The text that was read."),
    )
    field = models.CharField(
        max_length=80,
        blank=True,
        default="",
        help_text=_("Empty: the draft as a whole, and so the reason why it went back."),
    )
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("remark on a draft")
        verbose_name_plural = _("remarks on drafts")
        indexes = [
            # Read by the form of the record and by its next review.
            models.Index(fields=["record_kind", "record_id"], name="remark_of_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task_state", "field"], name="remark_once_a_field_and_review"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="remark_settled_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True)
                | models.Q(settled_at__gte=models.F("at")),
                name="remark_settled_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}: {self.field or 'draft'}"

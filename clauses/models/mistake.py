"""A reader's report that a record is wrong: a task for staff, without anything about the reader."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MistakeReport(models.Model):
    """What a reader says is wrong with a public record."""

    class State(models.TextChoices):
        """Waiting for staff, or settled by a named person."""

        OPEN = "open", _("open")
        MENDED = "mended", _("mended")
        DECLINED = "declined", _("nothing to mend")

    record_kind = models.CharField(max_length=12)
    slug = models.CharField(max_length=80)
    message = models.TextField(max_length=4000)
    language = models.CharField(max_length=2, default="en")
    as_of = models.DateField(null=True, blank=True, help_text=_("The day the page was shown for."))
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        indexes = [
            # Read by the desk's list of what waits.
            models.Index(
                fields=["created_at"], name="mistake_open", condition=models.Q(state="open")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", settled_by__isnull=True, settled_at__isnull=True)
                | (
                    ~models.Q(state="open")
                    & models.Q(settled_by__isnull=False, settled_at__isnull=False)
                ),
                name="mistake_settled_has_person_and_time",
            ),
            models.CheckConstraint(condition=~models.Q(message=""), name="mistake_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.slug}"

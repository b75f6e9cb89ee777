"""One try to deliver, with its outcome; codes only, never an address or a text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.alerts.models import delivery as deliveries


class Attempt(models.Model):
    """One try. A crash leaves none: the claim counted it on the delivery."""

    class Outcome(models.TextChoices):
        """How it ended."""

        SENT = "sent", _("accepted")
        PASSING = "passing", _("failed, will be tried again")
        PERMANENT = "permanent", _("failed for good")

    delivery = models.ForeignKey(
        deliveries.Delivery, on_delete=models.CASCADE, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    detail = models.CharField(
        max_length=60, blank=True, default="", help_text=_("A code, such as 550 5.1.1.")
    )

    class Meta:
        ordering = ["delivery_id", "number"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="attempt_once_a_delivery_and_number"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__gte=models.F("started_at")),
                name="attempt_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of delivery {self.delivery_id}"

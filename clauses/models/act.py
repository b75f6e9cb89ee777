"""Requests to correct, take off or retract what is published: one person asks, another decides."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import change, publication


class ActRequest(models.Model):
    """What somebody asks for, about what was live at that moment, and what was decided."""

    class Act(models.TextChoices):
        """What can be done with a publication beside following it by the next one."""

        CORRECT = "correct", _("correct it")
        UNPUBLISH = "unpublish", _("take it off the site quietly")
        RETRACT = "retract", _("retract it")

    class State(models.TextChoices):
        """Open, or settled for good."""

        OPEN = "open", _("waits for a decision")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn by who asked")

    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    slug = models.CharField(max_length=80)
    act = models.CharField(max_length=10, choices=Act.choices)
    publication = models.ForeignKey(
        publication.Publication,
        on_delete=models.PROTECT,
        related_name="act_requests",
        help_text=_("What was live when this was asked."),
    )
    reason = models.TextField(max_length=2000)
    reason_texts = models.JSONField(
        default=dict, blank=True, help_text=_("The reason in other languages: language to words.")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True, default="", max_length=2000)
    change = models.OneToOneField(
        change.Change,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="act_request",
        help_text=_("The Change that carried it out."),
    )

    class Meta:
        ordering = ["requested_at", "id"]
        verbose_name = _("request about a publication")
        verbose_name_plural = _("requests about publications")
        indexes = [
            # Read by the page of a record that is gone, and by the record's page at the desk.
            models.Index(fields=["record_kind", "record_id"], name="act_request_of_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id"],
                condition=models.Q(state="open"),
                name="act_request_open_once_a_record",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=["correct", "unpublish", "retract"]),
                name="act_request_act_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="act_request_says_why"),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(
                    state__in=["approved", "declined", "withdrawn"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="act_request_settled_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "declined"])
                | ~models.Q(decided_by=models.F("requested_by")),
                name="act_request_decider_is_not_who_asked",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn")
                | models.Q(decided_by=models.F("requested_by")),
                name="act_request_withdrawn_by_who_asked",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(decision_note=""),
                name="act_request_declined_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state="approved", change__isnull=False)
                | (~models.Q(state="approved") & models.Q(change__isnull=True)),
                name="act_request_approved_has_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.record_kind} {self.slug}"

    def reason_in(self, language: str) -> tuple[str, str]:
        """Return the reason in `language` if it was given, else in English, and which it is."""
        texts: dict[str, Any] = self.reason_texts
        words = str(texts.get(language, "")).strip()
        return (words, language) if words else (self.reason, "en")

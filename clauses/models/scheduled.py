"""Approvals that are carried out at a later moment, and what became of each."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clauses.models import publication


class ScheduledQuerySet(models.QuerySet["ScheduledPublication"]):
    """What waits, and what became of the rest."""

    def of(self, record: Any) -> "ScheduledQuerySet":
        """Rows of one record."""
        return self.filter(record_kind=record.record_kind, record_id=record.pk)

    def waiting(self) -> "ScheduledQuerySet":
        """Approved, and not carried out yet."""
        return self.filter(state=ScheduledPublication.State.WAITING)

    def unsettled_refusals(self) -> "ScheduledQuerySet":
        """Refused, and nobody has put it aside."""
        return self.filter(state=ScheduledPublication.State.REFUSED, put_aside_at__isnull=True)

    def overtake(self, *, record: Any, by: Any, now: datetime.datetime) -> None:
        """Another text of `record` was approved by `by`: end what waits, put refusals aside."""
        self.of(record).unsettled_refusals().update(put_aside_by=by, put_aside_at=now)
        self.of(record).waiting().update(
            state=ScheduledPublication.State.CANCELLED,
            why=gettext("Another text was approved."),
            finished_by=by,
            finished_at=now,
        )


class ScheduledPublication(models.Model):
    """One revision that somebody approved, to go live at a moment. Written by scheduling.py."""

    class State(models.TextChoices):
        """Waiting, or finished for good."""

        WAITING = "waiting", _("approved, not live yet")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        REFUSED = "refused", _("not published")

    record_kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    slug = models.CharField(max_length=80)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="scheduled_publications"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scheduled_publications"
    )
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    approved_at = models.DateTimeField()
    publish_at = models.DateTimeField()
    tells = models.BooleanField()
    silence_reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    ticked = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("What the reviewer ticked: done with the publication, by the review's parts."),
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.TextField(blank=True, default="", help_text=_("Why it was not published."))
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    put_aside_at = models.DateTimeField(null=True, blank=True)
    put_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    publication = models.OneToOneField(
        publication.Publication,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="scheduled",
        help_text=_("What carried it out."),
    )

    objects = ScheduledQuerySet.as_manager()

    class Meta:
        ordering = ["publish_at", "id"]
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")
        indexes = [
            models.Index(fields=["record_kind", "record_id"], name="scheduled_of_record"),
            # Read by the scheduler, every quarter of a minute.
            models.Index(
                fields=["publish_at"],
                name="scheduled_waiting",
                condition=models.Q(state="waiting"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id"],
                condition=models.Q(state="waiting"),
                name="scheduled_waits_once_a_record",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "published", "cancelled", "refused"]),
                name="scheduled_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(author_ids__contains=[models.F("approver_id")]),
                name="scheduled_approver_is_no_author",
            ),
            models.CheckConstraint(
                condition=models.Q(publish_at__gt=models.F("approved_at")),
                name="scheduled_after_its_approval",
            ),
            models.CheckConstraint(
                condition=models.Q(tells=True) | ~models.Q(silence_reason=""),
                name="scheduled_silence_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", finished_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(finished_at__isnull=False)),
                name="scheduled_finished_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled", finished_by__isnull=False)
                | (~models.Q(state="cancelled") & models.Q(finished_by__isnull=True)),
                name="scheduled_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="published", publication__isnull=False)
                | (~models.Q(state="published") & models.Q(publication__isnull=True)),
                name="scheduled_published_has_publication",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(why=""),
                name="scheduled_refused_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(put_aside_at__isnull=True, put_aside_by__isnull=True)
                | models.Q(state="refused", put_aside_at__isnull=False, put_aside_by__isnull=False),
                name="scheduled_put_aside_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.slug} on {self.publish_at:%Y-%m-%d %H:%M}"

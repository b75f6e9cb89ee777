"""A clause's standing towards a deployment: suggested by the rules, settled by a named person."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models.clause import Clause
from tracker.models.deployment import Deployment


class LinkQuerySet(models.QuerySet["Link"]):
    """Links by state; only confirmed ones are facts to members and partners."""

    def confirmed(self) -> Self:
        """Keep what a person confirmed."""
        return self.filter(state=Link.State.CONFIRMED)

    def waiting(self) -> Self:
        """Keep what waits for a decision."""
        return self.filter(state=Link.State.SUGGESTED)


class Link(models.Model):
    """Clause × deployment, with standing, reasons and who settled it."""

    class State(models.TextChoices):
        """Proposed by the rules; confirmed or rejected by a person."""

        SUGGESTED = "suggested", _("proposed, not yet reviewed by staff")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    class Standing(models.TextChoices):
        """Strongest first (DESIGN section 3)."""

        BINDING = "binding", _("binding")
        CONDITIONAL = "conditional", _("conditional")
        POSSIBLE = "possible", _("possible")
        UPCOMING = "upcoming", _("upcoming")
        LAPSED = "lapsed", _("lapsed")

    class Bearing(models.TextChoices):
        """Whether the clause's own subject is what was done."""

        MAIN = "main", _("its own subject")
        ALSO = "also", _("also applies")

    class Because(models.TextChoices):
        """Why a decision is asked for again."""

        STANDING = "standing", _("the rules now say another standing")
        FACTS = "facts", _("other facts are open now")
        REASONS = "reasons", _("the rules now give other reasons")
        INCLUDES = "includes", _("other clauses now stand in its entry")
        NOT_PROPOSED = "not-proposed", _("the rules no longer propose it")
        CLAUSE_REVISED = "clause-revised", _("the clause was revised")
        DEPLOYMENT_REVISED = "deployment-revised", _("the deployment was revised")

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="links")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="links")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUGGESTED)
    standing = models.CharField(max_length=12, choices=Standing.choices)
    proposed_standing = models.CharField(
        max_length=12,
        choices=Standing.choices,
        blank=True,
        default="",
        help_text=_(
            "What the rules said; a person may settle it with another. Empty: linked by hand."
        ),
    )
    bearing = models.CharField(max_length=4, choices=Bearing.choices, default=Bearing.MAIN)
    score = models.FloatField(default=0)
    includes = models.JSONField(default=list, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    missing_facts = models.JSONField(default=list, blank=True)
    judged_on = models.DateField(help_text=_("The day the standing is true for."))
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_links",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.JSONField(default=list, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["deployment_id", "-score", "clause_id"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["clause", "deployment"], name="link_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state="suggested", decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    ~models.Q(state="suggested")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="link_decision_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | ~models.Q(note=""),
                name="link_rejection_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(proposed_standing="")
                | models.Q(standing=models.F("proposed_standing"))
                | ~models.Q(note=""),
                name="link_other_standing_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at__isnull=True) | models.Q(state="suggested"),
                name="link_reopened_waits",
            ),
        ]

    @property
    def offered_standing(self) -> str:
        """What staff are asked to confirm: the rules' standing, or that of a link made by hand."""
        return self.proposed_standing or self.standing

    def __str__(self) -> str:
        return f"{self.clause_id} × {self.deployment_id}: {self.standing}"

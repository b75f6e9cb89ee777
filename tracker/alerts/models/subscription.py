"""What one member wants to hear of: columns that a change is compared with; empty means any."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import fields
from clauses.models import record as records
from clauses.models import union as unions
from tracker.members import models as members

PREDICATES = ("union", "role", "use", "vendor", "follows_kind", "follows_slug")
"""The columns that say what a subscription is about; two of one member differ in one of them."""


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions of one person or of one union's members."""

    def of_member(self, *, member_id: uuid.UUID) -> Self:
        """Keep the rows of one person, for that person."""
        return self.filter(member_id=member_id)

    def of_union(self, *, union_id: int) -> Self:
        """Keep the rows of those who are active in the union, unless they are about another one."""
        return self.filter(
            models.Q(union_id=union_id) | models.Q(union__isnull=True),
            member__in=members.Member.objects.of_union(union_id=union_id),
        )

    def active(self) -> Self:
        """Keep what has not been left."""
        return self.filter(state=Subscription.State.ACTIVE)


class Subscription(models.Model):
    """One thing that a member follows. Every column that is not empty must fit a change."""

    class State(models.TextChoices):
        """Leaving is a state: what somebody left is never brought back by a default."""

        ACTIVE = "active", _("active")
        LEFT = "left", _("left")

    member = models.ForeignKey(
        members.Member, on_delete=models.CASCADE, related_name="subscriptions"
    )
    union = models.ForeignKey(
        unions.Union,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only what staff of this union publish."),
    )
    role = models.CharField(max_length=80, blank=True, default="")
    use = models.CharField(max_length=80, blank=True, default="")
    vendor = fields.slug_field(blank=True, default="")
    follows_kind = models.CharField(
        max_length=12, choices=records.RecordKind.choices, blank=True, default=""
    )
    follows_slug = fields.slug_field(blank=True, default="")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    subscribed_at = models.DateTimeField(help_text=_("Changes from then on are told."))
    left_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            # Its index is read by the fan-out too, which goes through members in order.
            models.UniqueConstraint(
                fields=["member", *PREDICATES],
                name="subscription_once_a_member_and_predicate",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(state="active", left_at__isnull=True)
                | models.Q(state="left", left_at__isnull=False),
                name="subscription_left_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(follows_kind="", follows_slug="")
                | (~models.Q(follows_kind="") & ~models.Q(follows_slug="")),
                name="subscription_follows_kind_and_slug",
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"

"""Who is a member, of which union and in which roles: the only place that knows it.

Every queryset of these rows takes the union or the signed-in person; nothing else reads them.
"""

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import fields
from clauses.models import union as unions


class MemberQuerySet(models.QuerySet["Member"]):
    """Members of one union, or the one who is signed in."""

    def of_union(self, *, union_id: int) -> Self:
        """Keep those who are active in the union now."""
        return self.filter(
            models.Exists(
                Membership.objects.of_union(union_id=union_id)
                .active()
                .filter(member=models.OuterRef("pk"))
            )
        )

    def of_user(self, user: Any) -> Self:
        """Keep the member that this account is; nobody for a visitor."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()


class Member(models.Model):
    """A person who is told. The address and the name stand on the user alone."""

    class EmailRate(models.TextChoices):
        """How often e-mail may come."""

        AT_ONCE = "at_once", _("at once")
        OFF = "off", _("never")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member"
    )
    language = models.CharField(
        max_length=2,
        choices=[("en", "English"), ("fr", "Français"), ("es", "Español")],
        default="en",
    )
    time_zone = models.CharField(max_length=60, default="America/Los_Angeles")
    email_rate = models.CharField(
        max_length=8, choices=EmailRate.choices, default=EmailRate.AT_ONCE
    )
    paused_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then nothing is sent, on any channel.")
    )
    created_at = models.DateTimeField()

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=["en", "fr", "es"]),
                name="member_language_is_spoken_here",
            ),
            models.CheckConstraint(
                condition=models.Q(email_rate__in=["at_once", "off"]),
                name="member_email_rate_is_known",
            ),
        ]

    def __str__(self) -> str:
        """Say nothing about the person: this may end in a log."""
        return f"member {self.pk}"

    def is_paused(self, *, at: datetime.datetime) -> bool:
        """Tell whether nothing may be sent at this moment."""
        return self.paused_until is not None and self.paused_until > at


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships of one union; another union's staff never get there."""

    def of_union(self, *, union_id: int) -> Self:
        """Keep the rows of one union."""
        return self.filter(union_id=union_id)

    def of_member(self, *, member_id: uuid.UUID) -> Self:
        """Keep the rows of one person, for that person."""
        return self.filter(member_id=member_id)

    def active(self) -> Self:
        """Keep those who have not left."""
        return self.filter(state=Membership.State.ACTIVE)


class Membership(models.Model):
    """That a member belongs to a union, and in which roles."""

    class State(models.TextChoices):
        """Leaving is remembered, so that nothing is sent by mistake."""

        ACTIVE = "active", _("active")
        LEFT = "left", _("left")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    union = models.ForeignKey(unions.Union, on_delete=models.PROTECT, related_name="memberships")
    roles = fields.slugs_field(help_text=_("Roles, by their id in the taxonomy."))
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            # Read by whoever counts or lists the members of one union.
            models.Index(
                fields=["union", "member"],
                name="membership_active",
                condition=models.Q(state="active"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "union"], name="membership_once_a_member_and_union"
            ),
            models.CheckConstraint(
                condition=models.Q(state="active", left_at__isnull=True)
                | models.Q(state="left", left_at__isnull=False),
                name="membership_left_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

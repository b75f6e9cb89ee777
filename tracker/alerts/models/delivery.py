"""One message owed to one member for one change on one channel; its UUID is its identity."""

import uuid
from collections.abc import Sequence
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clauses.models import change as changes
from tracker.members import models as members


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries of one person or of one union; the union's figures, never its people."""

    def of_member(self, *, member_id: uuid.UUID) -> Self:
        """Keep the rows of one person, for that person."""
        return self.filter(member_id=member_id)

    def of_union(self, *, union_id: int) -> Self:
        """Keep what the union's own staff sent to those who are active in it."""
        return self.filter(
            change__union_ids__contains=[union_id],
            member__in=members.Member.objects.of_union(union_id=union_id),
        )

    def dead_of_unions(self, *, union_ids: Sequence[int]) -> Self:
        """Keep what these unions' own staff sent in vain to those who are active in one of them."""
        active = members.Membership.objects.filter(
            member=models.OuterRef("member"), union_id__in=union_ids
        ).active()
        return self.filter(
            models.Exists(active),
            state=Delivery.State.DEAD,
            change__union_ids__overlap=list(union_ids),
        )

    def inbox(self) -> Self:
        """Keep the rows that are the inbox."""
        return self.filter(channel=Delivery.Channel.INBOX, state=Delivery.State.SENT)

    def unread(self) -> Self:
        """Keep what nobody has opened."""
        return self.filter(read_at__isnull=True)


class Delivery(models.Model):
    """What is owed to a member. In the inbox the row itself is the message."""

    class Channel(models.TextChoices):
        """Ways to tell a member."""

        INBOX = "inbox", _("inbox")
        EMAIL = "email", _("e-mail")

    class State(models.TextChoices):
        """Waiting and leased are still owed; the others are final."""

        WAITING = "waiting", _("waiting")
        LEASED = "leased", _("being sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("could not be delivered")
        CANCELLED = "cancelled", _("no longer wanted")

    class Ending(models.TextChoices):
        """Why it was never sent."""

        NONE = "", _("it was, or still is to be")
        LEFT_UNION = "left-union", _("no longer a member of a union that is told")
        UNSUBSCRIBED = "unsubscribed", _("every subscription that matched has been left")
        EMAIL_OFF = "email-off", _("wants no e-mail")
        PAUSED = "paused", _("paused")
        RECORD_GONE = "record-gone", _("the record is no longer shown to members")
        NO_ADDRESS = "no-address", _("no confirmed address, or the account is closed")
        REFUSED = "refused", _("refused for good by the receiving side")
        UNBUILDABLE = "unbuildable", _("the message could not be made")
        EXHAUSTED = "exhausted", _("tried as often as we try")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(members.Member, on_delete=models.CASCADE, related_name="deliveries")
    change = models.ForeignKey(changes.Change, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    reasons = models.JSONField(
        help_text=_("Every subscription that matched, as data without names.")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_because = models.CharField(
        max_length=12, choices=Ending.choices, default=Ending.NONE, blank=True
    )
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            # Read by the claim of what is due, oldest first.
            models.Index(
                fields=["channel", "next_attempt_at"],
                name="delivery_due",
                condition=models.Q(state="waiting"),
            ),
            # Read by the claim of what a killed worker left behind.
            models.Index(
                fields=["channel", "lease_expires_at"],
                name="delivery_leased",
                condition=models.Q(state="leased"),
            ),
            # Read by a member's inbox, newest first.
            models.Index(
                fields=["member", "-created_at"],
                name="delivery_inbox",
                condition=models.Q(channel="inbox"),
            ),
            # Read by the desk, which counts what could not be delivered.
            models.Index(
                fields=["created_at"], name="delivery_dead", condition=models.Q(state="dead")
            ),
        ]
        constraints = [
            # The backstop of the fan-out; its index also answers "who got this change".
            models.UniqueConstraint(
                fields=["change", "member", "channel"],
                name="delivery_once_a_member_change_and_channel",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["inbox", "email"]),
                name="delivery_channel_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="leased", lease_token__isnull=False, lease_expires_at__isnull=False
                )
                | (
                    ~models.Q(state="leased")
                    & models.Q(lease_token__isnull=True, lease_expires_at__isnull=True)
                ),
                name="delivery_lease_has_token_and_expiry",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | models.Q(next_attempt_at__isnull=False),
                name="delivery_waiting_has_due_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=["dead", "cancelled"]) & ~models.Q(ended_because=""))
                | (~models.Q(state__in=["dead", "cancelled"]) & models.Q(ended_because="")),
                name="delivery_end_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True) | models.Q(channel="inbox"),
                name="delivery_read_in_the_inbox",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

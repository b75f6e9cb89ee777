"""Following and no longer following: what a member wants to hear of.

For pages: `of_member` lists, `subscribe` and `unsubscribe` change; both may be repeated safely.
"""

import dataclasses
import datetime
import uuid

from django.db import transaction

from clauses import visibility
from clauses.models import record as records
from clauses.models import taxonomy
from tracker.alerts.models import Subscription
from tracker.alerts.models import subscription as subscription_models
from tracker.members.models import Membership


class UnknownInterest(ValueError):
    """Raised for a role, use, vendor or record that there is not, or that members may not see."""


class NotTheirUnion(ValueError):
    """Raised when the member does not belong to the union."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Interest:
    """What a subscription is about; empty means any. A record is followed by kind and slug."""

    union_id: int | None = None
    role: str = ""
    use: str = ""
    vendor: str = ""
    follows_kind: str = ""
    follows_slug: str = ""


def of_member(*, member_id: uuid.UUID) -> subscription_models.SubscriptionQuerySet:
    """Return what the member follows now, oldest first, with the union read along."""
    return (
        Subscription.objects.of_member(member_id=member_id)
        .active()
        .select_related("union")
        .order_by("id")
    )


def subscribe(*, member_id: uuid.UUID, interest: Interest, now: datetime.datetime) -> Subscription:
    """Follow this from now on; following it already changes nothing.

    Raises UnknownInterest or NotTheirUnion, and then nothing has changed.
    """
    _refuse_unknown(interest)
    _refuse_other_unions(member_id=member_id, union_id=interest.union_id)
    with transaction.atomic():
        found, is_new = Subscription.objects.select_for_update().get_or_create(
            member_id=member_id,
            **dataclasses.asdict(interest),
            defaults={"subscribed_at": now},
        )
        if not is_new and found.state == Subscription.State.LEFT:
            found.state = Subscription.State.ACTIVE
            found.subscribed_at = now
            found.left_at = None
            found.save(update_fields=["state", "subscribed_at", "left_at"])
        return found


def unsubscribe(*, member_id: uuid.UUID, subscription_id: int, now: datetime.datetime) -> bool:
    """Stop following; what is queued for no other reason is not sent. False if it was left."""
    active = Subscription.objects.of_member(member_id=member_id).active()
    left = active.filter(pk=subscription_id).update(state=Subscription.State.LEFT, left_at=now)
    return left == 1


def subscribe_to_defaults(*, member_id: uuid.UUID, now: datetime.datetime) -> list[Subscription]:
    """Give a member one subscription a union and role; one that was left stays left."""
    memberships = Membership.objects.of_member(member_id=member_id).active().order_by("union_id")
    made = []
    for membership in memberships:
        for role in membership.roles or [""]:
            found, is_new = Subscription.objects.get_or_create(
                member_id=member_id,
                **dataclasses.asdict(Interest(union_id=membership.union_id, role=role)),
                defaults={"subscribed_at": now},
            )
            if is_new:
                made.append(found)
    return made


def _refuse_unknown(interest: Interest) -> None:
    for vocabulary, slug in (("roles", interest.role), ("uses", interest.use)):
        terms = taxonomy.TaxonomyTerm.objects.filter(vocabulary=vocabulary, slug=slug)
        if slug and not terms.exists():
            raise UnknownInterest(f"{slug!r} is none of the {vocabulary} that we know.")
    if interest.vendor and not _is_shown(kind="vendor", slug=interest.vendor):
        raise UnknownInterest(f"{interest.vendor!r} is none of the vendors that we know.")
    if bool(interest.follows_kind) != bool(interest.follows_slug):
        raise UnknownInterest("A record is followed by its kind and its slug.")
    if interest.follows_kind and not _is_shown(
        kind=interest.follows_kind, slug=interest.follows_slug
    ):
        raise UnknownInterest(f"There is no {interest.follows_kind} {interest.follows_slug!r}.")


def _is_shown(*, kind: str, slug: str) -> bool:
    try:
        model = records.model_of(kind)
    except LookupError:
        return False
    return model.objects.filter(
        slug=slug, live=True, visibility__in=visibility.LEVELS_OF_MEMBERS
    ).exists()


def _refuse_other_unions(*, member_id: uuid.UUID, union_id: int | None) -> None:
    if union_id is None:
        return
    own = Membership.objects.of_member(member_id=member_id).of_union(union_id=union_id).active()
    if not own.exists():
        raise NotTheirUnion("Only unions of the member's own can be followed.")

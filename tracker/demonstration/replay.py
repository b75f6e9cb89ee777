"""Plays the Sora history day by day through the real services, then takes everything back.

Each deployment is entered anew by an editor on its own day and published by a reviewer; links,
fan-out and deliveries run as they always do. All of it happens in one transaction that is rolled
back, so the catalogue stays and nothing else does.
"""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from clauses import publishing
from tracker import links, models
from tracker.alerts import fan_out
from tracker.alerts.models import Delivery
from tracker.demonstration import accounts
from tracker.members.models import Membership

HISTORY = (
    "openai-sora-preview-2024-02",
    "openai-sora-hollywood-outreach-2024-03",
    "openai-sora-turbo-release-2024-12",
    "openai-sora-2-app-launch-2025-09",
    "disney-openai-sora-licence-2025-12",
    "openai-sora-discontinuation-2026-03",
)
"""Preview, outreach to Hollywood, release, Sora 2, the Disney licence, withdrawal."""

EDITOR, REVIEWER = (
    dataclasses.replace(person, email=f"replay-{person.email}") for person in accounts.STAFF[:2]
)
MEMBERS = tuple(
    dataclasses.replace(person, email=f"replay-{person.email}") for person in accounts.MEMBERS
)
JOINED_BEFORE = datetime.timedelta(days=30)
NOON_IN_HOLLYWOOD = datetime.time(hour=20, tzinfo=datetime.UTC)
"""Inside the same day in Los Angeles all year."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Told:
    """A member who was told, and which subscriptions called for it."""

    name: str
    union: str
    because: tuple[str, ...]
    channels: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Played:
    """One event as it went: its day, clauses by standing, who was told."""

    title: str
    day: datetime.date
    standings: dict[str, int]
    confirmed_count: int
    told: tuple[Told, ...]


class HistoryMissing(LookupError):
    """Raised when a deployment of the history is not live in the catalogue."""


def play() -> list[Played]:
    """Play the history and take it back. Raises HistoryMissing or accounts.CatalogueMissing."""
    with transaction.atomic():
        try:
            return _play()
        finally:
            transaction.set_rollback(True)


def _play() -> list[Played]:
    found = models.Deployment.objects.filter(slug__in=HISTORY, live=True)
    originals = {deployment.slug: deployment for deployment in found}
    missing = [slug for slug in HISTORY if slug not in originals]
    if missing:
        raise HistoryMissing(f"Not in the catalogue: {', '.join(missing)}.")
    accounts.serve(accounts.SERVED)
    editor = accounts.staff_account(EDITOR)
    reviewer = accounts.staff_account(REVIEWER)
    first = min(deployment.event_date for deployment in originals.values())
    joined_at = datetime.datetime.combine(first, NOON_IN_HOLLYWOOD) - JOINED_BEFORE
    for member in MEMBERS:
        accounts.member_account(member, now=joined_at)
    drafts = [_as_draft(originals[slug]) for slug in HISTORY]
    return [_publish(draft, editor=editor, reviewer=reviewer) for draft in drafts]


def _as_draft(original: models.Deployment) -> models.Deployment:
    """The same words as a new record that was never published; the old one steps aside."""
    content = original.serializable_data()
    slug = original.slug
    models.Deployment.objects.filter(pk=original.pk).update(slug=f"{slug}-kept", live=False)
    draft: models.Deployment = models.Deployment.from_serializable_data(_without_rows(content))
    draft.live = False
    draft.live_revision = None
    draft.latest_revision = None
    draft.first_published_at = None
    draft.save()
    return draft


def _without_rows(content: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            kept[name] = [{**child, "pk": None, "deployment": None} for child in value]
        else:
            kept[name] = value
    return {**kept, "pk": None}


def _publish(draft: models.Deployment, *, editor: Any, reviewer: Any) -> Played:
    now = datetime.datetime.combine(draft.event_date, NOON_IN_HOLLYWOOD)
    revision = draft.save_revision(user=editor)
    answer = links.proposals(deployment=draft)
    change = publishing.publish(
        record=draft, revision=revision, decision=publishing.Decision(by=reviewer, now=now)
    )
    ticked = [entry.clause for entry in answer.entries if entry.bearing == "main"]
    links.confirm_for_publication(deployment=draft, clauses=ticked, by=reviewer, now=now)
    fan_out.fan_out_due(now=now)
    return Played(
        title=draft.title,
        day=draft.event_date,
        standings=dict(Counter(str(entry.standing) for entry in answer.entries)),
        confirmed_count=len(ticked),
        told=_told(change_id=change.pk) if change else (),
    )


def _told(*, change_id: int) -> tuple[Told, ...]:
    rows = Delivery.objects.filter(change_id=change_id).select_related("member__user")
    by_member: dict[Any, list[Delivery]] = {}
    for row in rows.order_by("member__user__email", "channel"):
        by_member.setdefault(row.member, []).append(row)
    return tuple(
        Told(
            name=member.user.get_full_name(),
            union=_union_of(member),
            because=_because(deliveries[0].reasons),
            channels=tuple(sorted(each.channel for each in deliveries)),
        )
        for member, deliveries in by_member.items()
    )


def _union_of(member: Any) -> str:
    membership = Membership.objects.of_member(member_id=member.pk).select_related("union").first()
    return membership.union.name if membership else ""


def _because(reasons: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    names = ("role", "use", "vendor", "follows")
    return tuple(
        ", ".join(str(reason[name]) for name in names if name in reason) or "everything"
        for reason in reasons
    )

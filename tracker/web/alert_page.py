"""What the page of one alert says: what changed, the clauses with their standing, what to do."""

import dataclasses
import datetime
import uuid
from typing import Any

from clauses import readings, visibility, vocabulary
from tracker import standing
from tracker.alerts.messages import retelling
from tracker.alerts.models import Delivery, Subscription
from tracker.models import Deployment
from tracker.web import deployment_page, inbox_page


@dataclasses.dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert in full. `record` is None when it is no longer shown to the member.

    `again` is what comes first where the member was told before.
    """

    id: uuid.UUID
    row: inbox_page.AlertRow
    record: Any
    reading: readings.Reading | None
    groups: list[deployment_page.Group]
    judged_on: datetime.date | None
    again: retelling.Again | None


def of(*, delivery: Delivery, viewer: visibility.Viewer, words: vocabulary.Vocabulary) -> Alert:
    """Put one delivery into words, with the clauses where the change is of a deployment."""
    row = inbox_page.rows_of(deliveries=[delivery], viewer=viewer, words=words)[0]
    record = inbox_page.records_of(
        deliveries=[delivery], viewer=viewer, language=words.language
    ).get((delivery.change.record_kind, delivery.change.record_id))
    groups: list[deployment_page.Group] = []
    judged_on = None
    if isinstance(record, Deployment) and record.live:
        judged_on = standing.own_day(deployment=record)
        answer = standing.for_deployment(deployment=record, on=judged_on, viewer=viewer)
        groups = deployment_page.groups(
            answer=answer, own_day=answer, deployment=record, viewer=viewer, words=words
        )
    return Alert(
        id=delivery.pk,
        row=row,
        record=record,
        reading=readings.read(record=record, language=words.language) if record else None,
        groups=groups,
        judged_on=judged_on,
        again=retelling.of_change(change=delivery.change, language=words.language),
    )


def predicates(*, subscription: Subscription) -> dict[str, Any]:
    """Return what a subscription is about in the shape of a delivery's reasons."""
    follows = f"{subscription.follows_kind}:{subscription.follows_slug}"
    return {
        "union": subscription.union_id,
        "role": subscription.role,
        "use": subscription.use,
        "vendor": subscription.vendor,
        "follows": "" if follows == ":" else follows,
    }

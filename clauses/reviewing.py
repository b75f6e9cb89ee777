"""The review between draft and public side: what waits, who may act, approving and returning."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from clauses import acts, calendar, deciding, publishing, remarks, substance
from clauses.models.act import ActRequest
from clauses.models.change import Change
from clauses.models.publication import Publication
from clauses.models.remark import Remark
from clauses.models.review import ReviewTask
from clauses.models.scheduled import ScheduledPublication
from clauses.searching import holding

OLD_AFTER = datetime.timedelta(days=30)


class OtherThanShown(PermissionDenied):
    """Raised when a correction was asked for, or given up, after the page was shown."""


class NotWaiting(PermissionDenied):
    """Raised when a draft is no longer in review: somebody decided, or it was taken back."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Review:
    """A draft in review: the record as it would be, the exact revision, and who wrote it."""

    task_state: Any
    record: Any
    revision: Any
    submitted_by: Any
    since: datetime.datetime

    @property
    def draft(self) -> Any:
        """The record as the revision has it."""
        return self.revision.as_object()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Approved:
    """A text whose review ended with an approval, and the correction that it is, if it is one."""

    record: Any
    revision: Any
    correction: ActRequest | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Returned:
    """A draft that came back to its author, and why."""

    record: Any
    reason: str
    by: Any
    at: datetime.datetime
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    @property
    def edit_address(self) -> str:
        """Where it is mended."""
        return reverse(self.record.snippet_viewset.get_url_name("edit"), args=[self.record.pk])


def waiting() -> list[Review]:
    """List every draft in review, the oldest first."""
    states = list(
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task__in=ReviewTask.objects.all()
        )
        .select_related("workflow_state__requested_by")
        .order_by("started_at")
    )
    records = deciding.records_by_key(state.workflow_state for state in states)
    return [
        found
        for state in states
        if (found := _review(state, records.get(_key(state.workflow_state)))) is not None
    ]


def returned_to(*, user: Any) -> list[Returned]:
    """List the drafts that `user` submitted and a reviewer returned, the oldest first."""
    states = list(
        WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
        .select_related("current_task_state__finished_by")
        .order_by("current_task_state__finished_at")
    )
    records = deciding.records_by_key(states)
    said = remarks.of_reviews(state.current_task_state_id for state in states)
    return [
        Returned(
            record=records[_key(state)],
            reason=state.current_task_state.comment,
            by=state.current_task_state.finished_by,
            at=state.current_task_state.finished_at,
            remarks=said.get(state.current_task_state_id, []),
        )
        for state in states
        if _key(state) in records and state.current_task_state is not None
    ]


def find(*, task_state_id: int) -> Review:
    """Return one draft in review. Raises NotWaiting."""
    state = (
        TaskState.objects.select_related("workflow_state__requested_by")
        .filter(
            pk=task_state_id,
            status=TaskState.STATUS_IN_PROGRESS,
            task__in=ReviewTask.objects.all(),
        )
        .first()
    )
    found = _review(state, state.workflow_state.content_object) if state is not None else None
    if found is None:
        raise NotWaiting(_("This draft no longer waits for a review: somebody settled it."))
    return found


def refusal(*, review: Review, by: Any) -> str:
    """Say why `by` may not approve; empty if nothing stands against it."""
    try:
        publishing.check_approver(record=review.record, revision=review.revision, by=by)
    except PermissionDenied as refused:
        return str(refused)
    correction = acts.correction_of(subject=review.record)
    return acts.correction_refusal(request=correction, by=by) if correction else ""


def changed_fields(*, review: Review) -> list[str]:
    """Name the fields in which the draft differs from what is live; all if nothing is."""
    published = Publication.objects.of(record=review.record).live()
    live = published.select_related("revision").first()
    parent = review.record._meta.model_name
    after = publishing.readable_content(review.revision.content, parent=parent)
    before = publishing.readable_content(live.revision.content, parent=parent) if live else None
    return publishing.changed_fields(before=before, after=after)


def proposed_silence(*, review: Review, now: datetime.datetime) -> str:
    """Say why nobody should be told of this publication; empty if members should be."""
    changed = changed_fields(review=review)
    if substance.is_only_remarks(changed=changed):
        return _("Nothing of substance changed.")
    happened = getattr(review.draft, "event_date", None)
    if happened is not None and calendar.today(now) - happened > OLD_AFTER:
        return _("The event is older than 30 days.")
    return ""


def approve(
    *,
    task_state_id: int,
    revision_id: int,
    decision: publishing.Decision,
    also: Callable[[], object] = lambda: None,
    correction_id: int | None = None,
) -> Change | None:
    """Publish exactly `revision_id`, and do `also` in the same transaction; return the Change.

    `correction_id` is the request that was shown, by which the text is a correction. Raises
    NotWaiting, NewerRevision, OtherThanShown, FourEyesRequired, NotAReviewer or NotThisUnion, and
    ValidationError where nobody is told and no reason is given; then nothing has changed.
    """
    with transaction.atomic():
        found = settle(
            task_state_id=task_state_id,
            revision_id=revision_id,
            decision=decision,
            correction_id=correction_id,
        )
        if found.correction is not None:
            decision = dataclasses.replace(decision, act="corrected", notifies=True)
        change = publishing.publish(record=found.record, revision=found.revision, decision=decision)
        if found.correction is not None:
            acts.approve_correction(request=found.correction, change=change, decision=decision)
        also()
        return change


def settle(
    *,
    task_state_id: int,
    revision_id: int,
    decision: publishing.Decision,
    correction_id: int | None,
) -> Approved:
    """End a review with the approval of exactly `revision_id`, in the caller's transaction.

    Raises as approve(). What was approved before and waits for its day is given up.
    """
    if not decision.notifies and not decision.silence_reason.strip():
        raise ValidationError({"silence_reason": _("Say why members are not told.")})
    review = _locked(task_state_id)
    revision = review.record.revisions.filter(pk=revision_id).first()
    if revision is None:
        raise publishing.NewerRevision(_("This text is not the one that waits for a review."))
    publishing.check_approver(record=review.record, revision=revision, by=decision.by)
    correction = _correction_as_shown(review=review, correction_id=correction_id)
    state = review.task_state
    if state.revision_id != revision.pk:
        state.revision = revision
        state.save(update_fields=["revision"])
    state.approve(user=decision.by)
    ScheduledPublication.objects.overtake(record=review.record, by=decision.by, now=decision.now)
    return Approved(record=review.record, revision=revision, correction=correction)


def return_refusal(*, review: Review, by: Any) -> str:
    """Say why `by` may not return the draft; empty if nothing stands against it."""
    try:
        publishing.check_reviewer(by=by)
        publishing.check_union(record=review.record, by=by)
    except PermissionDenied as refused:
        return str(refused)
    return ""


def send_back(
    *,
    task_state_id: int,
    revision_id: int,
    by: Any,
    now: datetime.datetime,
    reason: str,
    on_fields: Mapping[str, str] | None = None,
) -> None:
    """Return a draft to its author with a reason and remarks, by the name of the field.

    The reason is kept as the remark on the whole draft. Raises NotWaiting, NewerRevision,
    NotAReviewer or NotThisUnion, and ValidationError without a reason or for a remark on a field
    that does not differ; then nothing has changed.
    """
    said = {name: text for name, text in (on_fields or {}).items() if text.strip()}
    if not reason.strip():
        raise ValidationError(_("Say what has to be mended."))
    publishing.check_reviewer(by=by)
    with transaction.atomic():
        review = _locked(task_state_id)
        publishing.check_union(record=review.record, by=by)
        if review.revision.pk != revision_id:
            raise publishing.NewerRevision(_("This text was edited after it was shown to you."))
        if said.keys() - set(changed_fields(review=review)):
            raise ValidationError(
                _("A remark stands on a field that does not differ. Nothing was sent.")
            )
        review.task_state.reject(user=by, comment=reason.strip())
        remarks.write(
            task_state=review.task_state,
            record=review.record,
            revision=review.revision,
            texts={remarks.WHOLE: reason, **said},
            by=by,
            now=now,
        )


def _correction_as_shown(*, review: Review, correction_id: int | None) -> ActRequest | None:
    correction = acts.correction_of(subject=review.record)
    if (correction.pk if correction else None) != correction_id:
        raise OtherThanShown(
            _("Whether this is a correction changed after it was shown to you. Look again.")
        )
    return correction


def _locked(task_state_id: int) -> Review:
    """The review, which nobody else can settle until this transaction ends."""
    holding.hold()
    TaskState.objects.select_for_update().filter(pk=task_state_id).first()
    return find(task_state_id=task_state_id)


def _key(state: Any) -> tuple[int, str]:
    return (state.base_content_type_id, state.object_id)


def _review(state: Any, record: Any) -> Review | None:
    if record is None or record.latest_revision is None:
        return None
    return Review(
        task_state=state,
        record=record,
        revision=record.latest_revision,
        submitted_by=state.workflow_state.requested_by,
        since=state.started_at,
    )

"""Approved now, live later: an approval waits for its moment and is then carried out once.

Everything that an approval needs is asked again at that moment. Where it no longer holds, nothing
is published, and the row says why.
"""

import dataclasses
import datetime
import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail import hooks

from clauses import publishing, reviewing
from clauses.models import ActRequest, Publication, ScheduledPublication, record
from clauses.searching import holding

State = ScheduledPublication.State

logger = logging.getLogger(__name__)


class ActsFirst(PermissionDenied):
    """Raised where a request to correct or take off says otherwise; the sentence is the reason."""


class NothingNew(PermissionDenied):
    """Raised where the same words are on the site already."""


class Finished(PermissionDenied):
    """Raised when somebody else, or the scheduler, was first."""


class NotAWriter(PermissionDenied):
    """Raised when an account cancels that may not edit the record."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Done:
    """How many of the due were published, refused, or failed and stay due."""

    published: int = 0
    refused: int = 0
    failed: int = 0


def schedule(
    *,
    task_state_id: int,
    revision_id: int,
    decision: publishing.Decision,
    publish_at: datetime.datetime,
    ticked: dict[str, Any],
    correction_id: int | None = None,
) -> ScheduledPublication:
    """Approve exactly `revision_id`, to go live at `publish_at` (aware); nobody is told before.

    `ticked` is what the review's parts keep, to be done with the publication. Raises as
    reviewing.approve(), ValidationError for a moment that is past, and ActsFirst where a request
    about the record is open; then nothing has changed.
    """
    if publish_at <= decision.now:
        raise ValidationError({"publish_on": _("This moment is past. Leave it empty for now.")})
    with transaction.atomic():
        approved = reviewing.settle(
            task_state_id=task_state_id,
            revision_id=revision_id,
            decision=decision,
            correction_id=correction_id,
        )
        _refuse_open_request(approved.record)
        return ScheduledPublication.objects.create(
            record_kind=approved.record.record_kind,
            record_id=approved.record.pk,
            slug=approved.record.slug,
            revision=approved.revision,
            approver=decision.by,
            author_ids=publishing.author_ids(record=approved.record, revision=approved.revision),
            approved_at=decision.now,
            publish_at=publish_at,
            tells=decision.notifies,
            silence_reason=decision.silence_reason,
            note=decision.note,
            ticked=ticked,
        )


def cancel(*, scheduled_id: int, by: Any, now: datetime.datetime) -> ScheduledPublication:
    """Give up what waits, or put aside what was refused.

    Raises NotAWriter, NotThisUnion, and Finished if somebody, or the scheduler, was first.
    """
    with transaction.atomic():
        row = ScheduledPublication.objects.select_for_update().filter(pk=scheduled_id).first()
        if row is None:
            raise Finished(_("This is no longer waiting: somebody settled it."))
        check_cancel(row=row, subject=subject_of(row), by=by)
        if row.state == State.WAITING:
            row.state, row.why = State.CANCELLED, _("Cancelled at the desk.")
            row.finished_by, row.finished_at = by, max(now, row.approved_at)
            row.save(update_fields=["state", "why", "finished_by", "finished_at"])
        elif row.state == State.REFUSED and row.put_aside_at is None:
            row.put_aside_by, row.put_aside_at = by, now
            row.save(update_fields=["put_aside_by", "put_aside_at"])
        else:
            raise Finished(_("This is no longer waiting: somebody settled it."))
        return row


def check_cancel(*, row: ScheduledPublication, subject: Any, by: Any) -> None:
    """Judge whether `by` may cancel or put aside. Raises NotAWriter or NotThisUnion."""
    permission = f"{subject._meta.app_label}.change_{subject._meta.model_name}"
    if not (by.is_active and by.has_perm(permission)):
        raise NotAWriter(_("Your account may not edit this record."))
    own = set(publishing.unions_of(by))
    needed = subject.publishing_union_ids()
    if not own or (needed and own.isdisjoint(needed)):
        raise publishing.NotThisUnion(_("Only staff of a union of this agreement can do this."))


def publish_due(*, now: datetime.datetime) -> Done:
    """Publish what is due, each in a transaction of its own; one that fails stops no other.

    Safe beside itself: a row that another scheduler has taken up is left to it.
    """
    done = Done()
    failed: set[int] = set()
    while True:
        taken: list[int] = []
        try:
            state = _carry_out_next(now=now, without=failed, taken=taken)
        except Exception:  # what no code foresaw holds up nobody else; the row stays due
            if not taken:
                raise
            logger.exception("Scheduled publication %d failed and stays due.", taken[0])
            failed.add(taken[0])
            done = dataclasses.replace(done, failed=done.failed + 1)
            continue
        if state == State.PUBLISHED:
            done = dataclasses.replace(done, published=done.published + 1)
        elif state == State.REFUSED:
            done = dataclasses.replace(done, refused=done.refused + 1)
        else:
            return done


def subject_of(row: ScheduledPublication) -> Any:
    """Return the record that goes live."""
    return record.model_of(row.record_kind)._default_manager.get(pk=row.record_id)


def _carry_out_next(*, now: datetime.datetime, without: set[int], taken: list[int]) -> str:
    """Publish or refuse the first that is due; return its new state, or "" if none is due."""
    with transaction.atomic():
        row = (
            ScheduledPublication.objects.waiting()
            .filter(publish_at__lte=now)
            .exclude(pk__in=without)
            .select_related("approver", "revision")
            .order_by("publish_at", "pk")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None:
            return ""
        taken.append(row.pk)
        try:
            with transaction.atomic():
                row.publication = _publish(row, now=now)
                row.state = State.PUBLISHED
        except (PermissionDenied, ValidationError, IntegrityError) as refused:
            row.publication, row.state, row.why = None, State.REFUSED, _reason(refused)
        row.finished_at = now
        row.save(update_fields=["state", "why", "finished_at", "publication"])
        return row.state


def _publish(row: ScheduledPublication, *, now: datetime.datetime) -> Publication:
    """Publish the revision and do what was ticked. Raises what forbids it."""
    holding.hold()
    model = record.model_of(row.record_kind)
    subject = model._default_manager.select_for_update().get(pk=row.record_id)
    _refuse_open_request(subject)
    _refuse_taken_off(row)
    change = publishing.publish(
        record=subject,
        revision=row.revision,
        decision=publishing.Decision(
            by=row.approver,
            now=now,
            system_actor=Publication.SystemActor.SCHEDULER,
            notifies=row.tells,
            silence_reason=row.silence_reason,
            note=row.note,
        ),
    )
    if change is None or change.publication is None:
        raise NothingNew(_("These words are on the site already."))
    for carry_out in hooks.get_hooks("desk_scheduled_part"):
        carry_out(subject=subject, ticked=row.ticked, by=row.approver, now=now)
    return change.publication


def _refuse_open_request(subject: Any) -> None:
    asked = ActRequest.objects.filter(
        record_kind=subject.record_kind, record_id=subject.pk, state=ActRequest.State.OPEN
    ).first()
    if asked is None:
        return
    if asked.act == ActRequest.Act.CORRECT:
        raise ActsFirst(
            _("A correction of this record was asked for. A correction goes live at once.")
        )
    raise ActsFirst(_("Somebody asked to take this record off the site. Decide that first."))


def _refuse_taken_off(row: ScheduledPublication) -> None:
    taken_off = ActRequest.objects.filter(
        record_kind=row.record_kind,
        record_id=row.record_id,
        state=ActRequest.State.APPROVED,
        act__in=[ActRequest.Act.UNPUBLISH, ActRequest.Act.RETRACT],
        decided_at__gte=row.approved_at,
    )
    if taken_off.exists():
        raise ActsFirst(_("It was taken off the site after this was approved."))


def _reason(refused: Exception) -> str:
    """Say to whoever reads the list why an approval no longer holds."""
    said: dict[type[Exception], str] = {
        publishing.NewerRevision: _("It was edited after it was approved."),
        publishing.NotAReviewer: _("Who approved it is no reviewer any more."),
        publishing.NotThisUnion: _("Who approved it acts for no union of this record any more."),
        publishing.FourEyesRequired: _("Who approved it wrote part of it."),
        IntegrityError: _("It no longer fits what is on the site. Open it and submit it again."),
    }
    for kind, words in said.items():
        if isinstance(refused, kind):
            if kind is IntegrityError:
                logger.warning("A scheduled publication was refused by the database: %s", refused)
            return words
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)
    return str(refused)

"""What staff do with many drafts at once: submit them to review, set who may see them.

Nothing here publishes. Each record is settled alone: one that cannot be done stops no other.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import WorkflowState

from clauses import calendar, held, visibility
from clauses.models import ScheduledPublication
from clauses.searching import holding


class CannotSubmit(PermissionDenied):
    """Raised when a draft is not one that can be submitted; the sentence says why."""


class NothingToChange(PermissionDenied):
    """Raised when the record is that already, or must be left alone just now."""


def submit(*, record: Any, by: Any) -> None:
    """Submit the latest draft of `record` to review, as its form would.

    Raises CannotSubmit if nothing in it is new, it is in review, locked or unfinished.
    """
    with transaction.atomic():
        row = _locked(record)
        if row.live and not row.has_unpublished_changes:
            raise CannotSubmit(_("Nothing in it is new."))
        if row.workflow_in_progress:
            raise CannotSubmit(_("It is in review already."))
        approved = ScheduledPublication.objects.of(row).waiting().first()
        if approved is not None and approved.revision_id == row.latest_revision_id:
            raise CannotSubmit(
                _("It is approved already and goes live on %(when)s.")
                % {"when": calendar.in_words(approved.publish_at)}
            )
        draft = _draft(row, by=by, refusal=CannotSubmit)
        missing = unfinished(draft)
        if missing:
            raise CannotSubmit(
                _("It is not finished: %(fields)s.") % {"fields": "; ".join(missing)}
            )
        workflow = draft.get_workflow()
        if workflow is None:
            raise CannotSubmit(_("There is no review for this kind of record."))
        last = draft.workflow_states.order_by("created_at").last()
        if last is not None and last.status == WorkflowState.STATUS_NEEDS_CHANGES:
            last.resume(by)
        else:
            workflow.start(draft, by)


def set_visibility(*, record: Any, level: str, by: Any) -> None:
    """Save a draft of `record` that only `level` may see; somebody else approves it later.

    Raises NothingToChange if the latest draft says so already, is in review or locked.
    """
    if level not in visibility.Visibility.values:
        raise ValueError(f"There is no visibility {level!r}.")
    with transaction.atomic():
        row = _locked(record)
        if row.workflow_in_progress:
            raise NothingToChange(_("It is in review; the review comes first."))
        draft = _draft(row, by=by, refusal=NothingToChange)
        if draft.visibility == level:
            raise NothingToChange(_("It is so already."))
        draft.visibility = level
        draft.save_revision(user=by, log_action=True, changed=True)


def unfinished(draft: Any) -> list[str]:
    """Name what keeps a draft from being complete: field and sentence, its rows included."""
    found = _faults(draft, exclude=())
    found += [
        f"{capfirst(field.verbose_name)}: {_('This is needed.')}"
        for field in draft._meta.many_to_many
        if not field.blank and not getattr(draft, field.name).all()
    ]
    for relation in get_all_child_relations(type(draft)):
        heading = capfirst(relation.related_model._meta.verbose_name)
        for child in getattr(draft, relation.get_accessor_name()).all():
            faults = _faults(child, exclude=(relation.field.name,))
            found.extend(f"{heading}: {fault}" for fault in faults)
    return found


def _faults(row: Any, *, exclude: tuple[str, ...]) -> list[str]:
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as refused:
        return [
            f"{_label(row, name)}: {' '.join(sentences)}"
            for name, sentences in refused.message_dict.items()
        ]
    return []


def _label(row: Any, name: str) -> str:
    names = {field.name: getattr(field, "verbose_name", name) for field in row._meta.get_fields()}
    return str(capfirst(names.get(name, row._meta.verbose_name)))


def _locked(record: Any) -> Any:
    """The row, which nobody else submits or publishes until this transaction ends."""
    holding.hold()
    return type(record).objects.select_for_update().get(pk=record.pk)


def _draft(row: Any, *, by: Any, refusal: type[PermissionDenied]) -> Any:
    draft = row.get_latest_revision_as_object()
    lock = draft.get_lock()
    if lock is not None and lock.for_user(by):
        raise refusal(held.in_words(row))
    return draft

"""Carries out a plan in one transaction, as drafts of whoever confirmed it; publishes nothing."""

import dataclasses
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from clauses import submitting
from clauses.exchange import plans, records
from clauses.loading import reading
from clauses.models import Clause
from clauses.searching import holding


class PlanChanged(PermissionDenied):
    """Raised when the desk is no longer as the preview found it; nothing was written."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was written, and which drafts could not be submitted to review, with the reason."""

    created: int
    changed: int
    submitted: int
    unsubmitted: tuple[str, ...]


def apply(*, document: reading.Document, expected: str, by: Any, is_submitted: bool) -> Outcome:
    """Write exactly the plan whose digest is `expected`, all of it or nothing.

    Raises CatalogueRefused where the file no longer fits the desk, and PlanChanged where it would
    do something else than was shown.
    """
    with transaction.atomic():
        slugs = [value["slug"] for value in document.value["clauses"]]
        holding.hold()
        list(
            Clause.objects.select_for_update()
            .filter(slug__in=slugs)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        plan = plans.make(document=document, by=by)
        if plan.digest != expected:
            raise PlanChanged(
                "The desk has changed since this preview. Look at the new one, then confirm."
            )
        written = _write(plan=plan, by=by)
        submitted, refused = _submit(written=written, by=by) if is_submitted else (0, [])
        return Outcome(
            created=len(plan.of(plans.Act.CREATED)),
            changed=len(plan.of(plans.Act.CHANGED)),
            submitted=submitted,
            unsubmitted=tuple(refused),
        )


def _write(*, plan: plans.Plan, by: Any) -> list[Any]:
    targets = records.Targets.read()
    rows: dict[str, Any] = {}
    for step in plan.of(plans.Act.CREATED):
        record = records.standing(pk=None)
        records.fill(record=record, changed=step.changed, targets=targets)
        record.save()
        rows[step.slug] = record
    if rows:
        targets = records.Targets.read()
    written = []
    for step in plan.writes:
        record = rows[step.slug] if step.slug in rows else records.standing(pk=step.pk)
        records.fill(record=record, changed=step.changed, targets=targets)
        if not record.live:
            record.save()
        is_new = step.slug in rows
        revision = record.save_revision(user=by, clean=False, log_action=not is_new, changed=True)
        if is_new:
            log(record, "wagtail.create", user=by, revision=revision, content_changed=True)
        written.append(record)
    return written


def _submit(*, written: list[Any], by: Any) -> tuple[int, list[str]]:
    refused = []
    for record in written:
        try:
            submitting.submit(record=record, by=by)
        except submitting.CannotSubmit as why:
            refused.append(f"{record}: {why}")
    return len(written) - len(refused), refused

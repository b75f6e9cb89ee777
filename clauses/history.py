"""All that was done with one record, in one list: drafts, reviews, what went live, acts, locks.

It reads what is recorded already (revisions, Wagtail's log, reviews, publications, requests,
scheduled publications, checks) as one query; there is no table of its own.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import functions
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Revision, TaskState

from clauses.models import (
    ActRequest,
    Change,
    ClauseCheck,
    ClauseCitation,
    Publication,
    RecordKind,
    Remark,
    Rereading,
    ScheduledPublication,
)

SETTLE = "clauses.settle"
"""The log's name for a draft in which somebody settled what became of a clause."""

GROUPS = {
    "draft": _("Drafts"),
    "review": _("Reviews"),
    "publication": _("What went live"),
    "later": _("Approved for later"),
    "act": _("Corrected, taken off, retracted"),
    "check": _("Checks and sources"),
    "lineage": _("Lineage"),
    "lock": _("Locks"),
}
"""Kinds of event: what stands before the point in the name of each."""

LOGGED = {
    "wagtail.workflow.start": "review.submitted",
    "wagtail.workflow.resume": "review.submitted",
    "wagtail.workflow.cancel": "review.taken_back",
    "wagtail.lock": "lock.set",
    "wagtail.unlock": "lock.lifted",
}
COLUMNS = ("done_at", "what", "rank", "ref", "actor_id")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of it is asked for; empty means everything."""

    group: str = ""
    person_id: int | None = None


def of(*, record: Any, wanted: Wanted) -> Any:
    """Rows of COLUMNS, the newest first: when, what, the id of what tells it, and who did it."""
    first, *others = (
        _limited(rows, wanted).values(*COLUMNS).order_by() for rows in _sources(record)
    )
    return first.union(*others, all=True).order_by("-done_at", "-rank", "-ref")


def people(*, record: Any) -> set[int]:
    """Ids of everybody who did something with it."""
    first, *others = (
        rows.filter(actor_id__isnull=False).values_list("actor_id", flat=True).order_by()
        for rows in _sources(record)
    )
    return set(first.union(*others))


def _limited(rows: Any, wanted: Wanted) -> Any:
    if wanted.group:
        rows = rows.filter(what__startswith=f"{wanted.group}.")
    if wanted.person_id is not None:
        rows = rows.filter(actor_id=wanted.person_id)
    return rows


def _sources(record: Any) -> Iterator[Any]:
    """One query for each place where something about the record is written down."""
    yield _revisions(record)
    yield _log(record)
    yield from _reviews(record)
    yield from _publications(record)
    yield from _requests(record)
    yield from _scheduled(record)
    yield from _checks(record)


def _revisions(record: Any) -> Any:
    logged = ModelLogEntry.objects.filter(revision_id=models.OuterRef("pk"))
    by_loader = Publication.objects.filter(
        revision_id=models.OuterRef("pk"), system_actor=Publication.SystemActor.CATALOGUE
    )
    rows = Revision.objects.filter(
        ~models.Exists(by_loader),
        base_content_type=record.get_base_content_type(),
        object_id=str(record.pk),
    )
    what = models.Case(
        models.When(models.Exists(logged.filter(action=SETTLE)), then=_word("lineage.settled")),
        models.When(
            models.Exists(logged.filter(action="wagtail.revert")), then=_word("draft.reverted")
        ),
        default=_word("draft.saved"),
        output_field=models.TextField(),
    )
    return _told(rows, at="created_at", what=what, by="user_id")


def _log(record: Any) -> Any:
    rows = ModelLogEntry.objects.for_instance(record).filter(action__in=LOGGED)
    what = models.Case(
        *(models.When(action=action, then=_word(name)) for action, name in LOGGED.items()),
        output_field=models.TextField(),
    )
    return _told(rows, at="timestamp", what=what, by="user_id", rank=1)


def _reviews(record: Any) -> Iterator[Any]:
    states = TaskState.objects.for_instance(record)
    returned = states.filter(status=TaskState.STATUS_REJECTED, finished_at__isnull=False)
    yield _told(returned, at="finished_at", what="review.returned", by="finished_by_id", rank=1)
    # What an approval led to stands for it; only one that led to nothing stands alone.
    published = Publication.objects.filter(revision_id=models.OuterRef("revision_id"))
    planned = ScheduledPublication.objects.filter(revision_id=models.OuterRef("revision_id"))
    approved = states.filter(
        ~models.Exists(published),
        ~models.Exists(planned),
        status=TaskState.STATUS_APPROVED,
        finished_at__isnull=False,
    )
    yield _told(approved, at="finished_at", what="review.approved", by="finished_by_id", rank=1)
    settled = _about(Remark, record).filter(settled_at__isnull=False)
    yield _told(settled, at="settled_at", what="review.remark_settled", by="settled_by_id", rank=1)


def _publications(record: Any) -> Iterator[Any]:
    yield _told(
        _about(Publication, record),
        at="live_from",
        what="publication.live",
        by="approver_id",
        rank=4,
    )


def _requests(record: Any) -> Iterator[Any]:
    asked = _about(ActRequest, record)
    yield _told(asked, at="requested_at", what="act.asked", by="requested_by_id", rank=3)
    decided = asked.filter(decided_at__isnull=False)
    yield _told(decided, at="decided_at", what="act.decided", by="decided_by_id", rank=3)
    unasked = _about(Change, record).filter(
        kind__in=[f"{record.record_kind}.{act}" for act in ("unpublished", "retracted")],
        act_request__isnull=True,
    )
    yield _told(unasked, at="at", what="act.done", by="by_id", rank=3)


def _scheduled(record: Any) -> Iterator[Any]:
    rows = _about(ScheduledPublication, record)
    yield _told(rows, at="approved_at", what="later.approved", by="approver_id", rank=2)
    for state in (ScheduledPublication.State.CANCELLED, ScheduledPublication.State.REFUSED):
        finished = rows.filter(state=state)
        yield _told(finished, at="finished_at", what=f"later.{state}", by="finished_by_id", rank=2)
    aside = rows.filter(put_aside_at__isnull=False)
    yield _told(aside, at="put_aside_at", what="later.put_aside", by="put_aside_by_id", rank=2)


def _checks(record: Any) -> Iterator[Any]:
    yield _told(
        _about(Rereading, record), at="read_at", what="check.reread", by="read_by_id", rank=5
    )
    if record.record_kind != RecordKind.CLAUSE:
        return
    checks = ClauseCheck.objects.filter(clause_id=record.pk)
    yield _told(checks, at="at", what="check.set", by="by_id", rank=5)
    cleared = checks.filter(cleared_at__isnull=False)
    yield _told(cleared, at="cleared_at", what="check.cleared", by="cleared_by_id", rank=5)
    cited = ClauseCitation.objects.filter(clause_id=record.pk)
    yield _told(cited, at="cited_at", what="draft.cited", by="cited_by_id", rank=5)


def _about(model: Any, record: Any) -> Any:
    return model.objects.filter(record_kind=record.record_kind, record_id=record.pk)


def _told(rows: Any, *, at: str, what: Any, by: str, rank: int = 0) -> Any:
    """Annotate the columns that every source has; of one moment the higher rank stands above."""
    named = _word(what) if isinstance(what, str) else what
    return rows.annotate(
        done_at=models.F(at),
        what=named,
        rank=models.Value(rank, output_field=models.IntegerField()),
        ref=functions.Cast("pk", models.BigIntegerField()),
        actor_id=functions.Cast(by, models.BigIntegerField()),
    )


def _word(name: str) -> Any:
    return models.Value(name, output_field=models.TextField())

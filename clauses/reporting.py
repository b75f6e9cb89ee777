"""Who did what at the desk: saves, submissions and returns, and every act on what is published.

It reads two logs as one list: Wagtail's of drafts, and the log of changes. Members are in neither.
"""

import dataclasses
import datetime
import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import functions
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from clauses import history, publishing, staffing
from clauses.models import Change, RecordKind, StaffUnion, record

DRAFT_ACTS = {
    "wagtail.create": _("began a draft"),
    "wagtail.edit": _("saved a draft"),
    "wagtail.revert": _("went back to an earlier version, as a draft"),
    "wagtail.workflow.start": _("submitted to review"),
    "wagtail.workflow.resume": _("submitted to review again"),
    "wagtail.workflow.reject": _("returned to its author"),
    "wagtail.workflow.cancel": _("took back from review"),
    history.SETTLE: _("settled the lineage, as a draft"),
    "wagtail.lock": _("locked"),
    "wagtail.unlock": _("lifted the lock"),
}
PUBLIC_ACTS = {
    "published": _("published"),
    "revised": _("published a new version"),
    "corrected": _("corrected"),
    "retracted": _("retracted"),
    "unpublished": _("took off the site"),
    "checked": _("checked against the agreement"),
    "check_cleared": _("took back the check"),
    "confirmed": _("confirmed"),
    "rejected": _("rejected"),
}
ACTS = {**DRAFT_ACTS, **PUBLIC_ACTS}
COLUMNS = ("done_at", "act", "of_kind", "of_id", "called", "actor_id", "system")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of it is asked for; empty means everything. Days are the catalogue's, both included."""

    person_id: int | None = None
    kind: str = ""
    act: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


def may_read(user: Any) -> bool:
    """Whether somebody reviews or manages accounts."""
    return bool(user.has_perm(publishing.APPROVE) or user.has_perm(staffing.MANAGE))


def colleagues(*, of: Any) -> dict[int, str]:
    """Name those who share a union with `of`, and `of`; the rest stay without a name."""
    shared = StaffUnion.objects.filter(union__staff__user=of).values("user_id")
    people = get_user_model().objects.filter(models.Q(pk__in=shared) | models.Q(pk=of.pk))
    names = {person.pk: person.get_full_name() or person.email for person in people}
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def done(*, wanted: Wanted, by: Any, named: Mapping[int, str]) -> Any:
    """Rows of COLUMNS, newest first. Raises PermissionDenied for readers it is not for.

    Asking for a person whom the reader does not see by name finds nothing.
    """
    if not may_read(by):
        raise PermissionDenied
    drafts, changes = _drafts(), _changes()
    limits = _limits(wanted, named=named)
    rows = drafts.filter(limits).values(*COLUMNS).order_by()
    rows = rows.union(changes.filter(limits).values(*COLUMNS).order_by(), all=True)
    return rows.order_by("-done_at", "of_kind", "of_id", "act")


def _limits(wanted: Wanted, *, named: Mapping[int, str]) -> models.Q:
    limits = models.Q()
    if wanted.person_id is not None:
        shown = [wanted.person_id] if wanted.person_id in named else []
        limits &= models.Q(actor_id__in=shown)
    if wanted.kind:
        limits &= models.Q(of_kind=wanted.kind)
    if wanted.act:
        limits &= models.Q(act=wanted.act)
    zone = zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)
    if wanted.first_day:
        start = datetime.datetime.combine(wanted.first_day, datetime.time.min, zone)
        limits &= models.Q(done_at__gte=start)
    if wanted.last_day:
        after = wanted.last_day + datetime.timedelta(days=1)
        limits &= models.Q(done_at__lt=datetime.datetime.combine(after, datetime.time.min, zone))
    return limits


def _drafts() -> Any:
    kinds = [kind for kind in RecordKind if kind != RecordKind.LINK]
    types = {
        ContentType.objects.get_for_model(record.model_of(kind)).pk: kind.value for kind in kinds
    }
    return ModelLogEntry.objects.filter(content_type_id__in=types, action__in=DRAFT_ACTS).annotate(
        done_at=models.F("timestamp"),
        act=_text(models.F("action")),
        of_kind=models.Case(
            *(
                models.When(content_type_id=pk, then=models.Value(kind))
                for pk, kind in types.items()
            ),
            output_field=models.TextField(),
        ),
        of_id=_text(models.F("object_id")),
        called=_text(models.F("label")),
        actor_id=functions.Cast("user_id", models.BigIntegerField()),
        system=models.Value("", output_field=models.TextField()),
    )


def _changes() -> Any:
    act = models.Func(
        models.F("kind"),
        models.Value("."),
        models.Value(2),
        function="split_part",
        output_field=models.TextField(),
    )
    return Change.objects.annotate(  # type: ignore[no-redef]  # a column of the query
        done_at=models.F("at"),
        act=act,
        of_kind=_text(models.F("record_kind")),
        of_id=_text(models.F("record_id")),
        called=_text(models.F("slug")),
        actor_id=functions.Cast("by_id", models.BigIntegerField()),
        system=_text(models.F("system_actor")),
    )


def _text(what: Any) -> functions.Cast:
    return functions.Cast(what, models.TextField())

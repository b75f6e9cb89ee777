"""Service: what readers say is wrong becomes a task for staff; nothing about the reader is kept."""

import datetime
from typing import Any

from django.core import signing
from django.db import models
from django.utils.translation import gettext as _

from clauses import visibility
from clauses.models import mistake, record

TOKEN_SALT = "clauses.mistakes"  # noqa: S105 - a name space, not a secret
SOONEST = datetime.timedelta(seconds=2)
LATEST = datetime.timedelta(hours=12)
WINDOW = datetime.timedelta(hours=1)
MOST_PER_RECORD = 5
MOST_IN_ALL = 60
LONGEST = 4000
PAGE_KIND = "page"


class Refused(ValueError):
    """A report that is not taken; the sentence says what to do."""


class FormExpired(Refused):
    """The form was not made by us, too long ago, or a moment ago by a machine."""


class TooManyReports(Refused):
    """Enough reports came in for now; staff have to read them first."""


class AlreadySettled(Refused):
    """Somebody else settled the report first."""


def token(*, now: datetime.datetime) -> str:
    """Sign the time a form was shown, so that it can be sent once read and not for ever."""
    return signing.dumps(int(now.timestamp()), salt=TOKEN_SALT)


def find_record(
    *, kind: str, slug: str, viewer: visibility.Viewer | None
) -> record.CatalogueRecord | None:
    """Return the record of that kind and slug if `viewer` may see it."""
    try:
        model = record.model_of(kind)
    except LookupError:
        return None
    found: record.CatalogueRecord | None = (
        model._default_manager.visible_to(viewer).filter(slug=slug).first()
    )
    return found


def report_mistake(
    *,
    record_kind: str,
    slug: str,
    message: str,
    language: str,
    as_of: datetime.date | None,
    form_token: str,
    now: datetime.datetime,
) -> mistake.MistakeReport:
    """File a report on a record or page. Raises FormExpired or TooManyReports, keeping nothing."""
    _check_token(form_token=form_token, now=now)
    recent = mistake.MistakeReport.objects.filter(created_at__gt=now - WINDOW).aggregate(
        in_all=models.Count("pk"),
        here=models.Count("pk", filter=models.Q(record_kind=record_kind, slug=slug)),
    )
    if recent["here"] >= MOST_PER_RECORD or recent["in_all"] >= MOST_IN_ALL:
        raise TooManyReports(
            _("Several reports came in within the hour and wait for staff. Please try again later.")
        )
    return mistake.MistakeReport.objects.create(
        record_kind=record_kind,
        slug=slug,
        message=message.replace("\x00", "").strip()[:LONGEST],
        language=language,
        as_of=as_of,
        created_at=now,
    )


def settle(*, report_id: int, state: str, answer: str, by: Any, now: datetime.datetime) -> None:
    """Settle an open report as mended or declined, with what was done. Raises AlreadySettled."""
    waiting = mistake.MistakeReport.objects.filter(
        pk=report_id, state=mistake.MistakeReport.State.OPEN
    )
    if waiting.update(state=state, answer=answer, settled_by=by, settled_at=now) != 1:
        raise AlreadySettled(_("Somebody else settled this report first."))


def _check_token(*, form_token: str, now: datetime.datetime) -> None:
    try:
        shown_at = signing.loads(form_token, salt=TOKEN_SALT)
    except signing.BadSignature:
        raise FormExpired(_("This form could not be read. Send it once more.")) from None
    age = now - datetime.datetime.fromtimestamp(shown_at, tz=datetime.UTC)
    if age < SOONEST or age > LATEST:
        raise FormExpired(_("This form is too old or was sent too fast. Send it once more."))

"""The page of what is approved for a later moment, and the field of the review that says when."""

import datetime
from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import dateparse, timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clauses import calendar, scheduling
from clauses.desk import columns, subjects
from clauses.desk import waiting as piles
from clauses.models import CatalogueRecord, ScheduledPublication

KEPT = 50
"""Finished ones on the page, the newest first."""

LATE = datetime.timedelta(minutes=5)
"""From then on something is wrong with what is due and still waits."""


def _zone_in_words() -> str:
    return _("Leave it empty to publish at once. The clock is that of %(zone)s.") % {
        "zone": calendar.zone().key.replace("_", " ")
    }


class PublishOnField(forms.Field):
    """A day and time by the catalogue's clock; its value is a moment."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "unreadable": gettext_lazy("Give a day and a time, such as 2027-03-01 09:00."),
        "left out": gettext_lazy(
            "The clocks are put forward then: this time does not exist on that day."
        ),
    }

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Publish on"),
            required=False,
            help_text=lazy(_zone_in_words, str)(),
        )

    def clean(self, value: Any) -> datetime.datetime | None:
        """The moment; None for an empty field. Raises ValidationError."""
        clock = clock_of(value)
        if clock is None:
            if str(value or "").strip():
                raise ValidationError(self.error_messages["unreadable"])
            return None
        try:
            return calendar.moment(clock)
        except calendar.NoSuchTime:
            raise ValidationError(self.error_messages["left out"]) from None


def clock_of(value: Any) -> datetime.datetime | None:
    """Read what was written in the field as a time of the clock; None if it is none."""
    try:
        found = dateparse.parse_datetime(str(value or "").strip())
    except ValueError:
        return None
    return found if found is not None and timezone.is_naive(found) else None


def announced(*, row: ScheduledPublication, written: Any) -> str:
    """Say when it goes live, and which of two hours is meant where the clocks are put back."""
    said = _("Approved: %(name)s goes live on %(when)s. Nobody is told before.") % {
        "name": subjects.name(row),
        "when": calendar.in_words(row.publish_at),
    }
    clock = clock_of(written)
    if clock is not None and calendar.comes_twice(clock):
        said += " " + _("The clocks show that time twice on that day; the earlier one is meant.")
    return said


@require_safe
def scheduled(request: http.HttpRequest) -> http.HttpResponse:
    """List what waits for its moment, what was not published, and what was finished last."""
    _only_writers(request)
    now = timezone.now()
    rows = ScheduledPublication.objects.select_related("approver", "finished_by")
    waiting, refused = list(rows.waiting()), list(rows.unsettled_refusals())
    finished = rows.filter(
        state__in=[ScheduledPublication.State.PUBLISHED, ScheduledPublication.State.CANCELLED]
    ).order_by("-finished_at", "-pk")[:KEPT]
    about = subjects.of([*waiting, *refused, *finished])
    context = {
        "waiting": [_shown(row, about, now=now) for row in waiting],
        "refused": [_shown(row, about, now=now) for row in refused],
        "finished": [_shown(row, about, now=now) for row in finished],
        "page_title": _("Scheduled publications"),
    }
    return TemplateResponse(request, "desk/scheduled.html", context)


@require_POST
def cancel(request: http.HttpRequest, scheduled_id: int) -> http.HttpResponse:
    """Cancel what waits, or put aside what was refused."""
    _only_writers(request)
    try:
        row = scheduling.cancel(scheduled_id=scheduled_id, by=request.user, now=timezone.now())
    except PermissionDenied as refused:
        messages.error(request, str(refused))
    else:
        if row.state == ScheduledPublication.State.CANCELLED:
            messages.success(
                request,
                _("Cancelled: %(name)s. Its text is a draft; submit it to review again.")
                % {"name": subjects.name(row)},
            )
        else:
            messages.success(request, _("Put aside: %(name)s") % {"name": subjects.name(row)})
    return redirect("desk_scheduled")


def pile(*, request: Any, now: datetime.datetime) -> list[piles.Pile]:
    """What waits: approvals that could not be carried out, and those that are late."""
    if not request.user.has_perm("clauses.change_clause"):
        return []
    refused = ScheduledPublication.objects.unsettled_refusals()
    late = ScheduledPublication.objects.waiting().filter(publish_at__lte=now - LATE)
    since = [row.publish_at for row in refused.union(late, all=True)]
    return [
        piles.Pile(
            name=_("Scheduled publications that did not happen"),
            count=len(since),
            since=min(since, default=None),
            address=reverse("desk_scheduled"),
            order=17,
        )
    ]


def warn_before_editing(*, request: http.HttpRequest, subject: CatalogueRecord) -> None:
    """On the form of a record that is approved for later: say what saving it does."""
    row = ScheduledPublication.objects.of(subject).waiting().first()
    if row is None:
        return
    messages.warning(
        request,
        _(
            "Approved: this goes live on %(when)s as it was shown to the reviewer. "
            "If you save it, that approval no longer holds and it needs another review."
        )
        % {"when": calendar.in_words(row.publish_at)},
    )


def _shown(
    row: ScheduledPublication,
    about: dict[tuple[str, int], Any],
    *,
    now: datetime.datetime,
) -> dict[str, Any]:
    subject = about[row.record_kind, row.record_id]
    return {
        "row": row,
        "subject": subject,
        "when": columns.unbroken(calendar.in_words(row.publish_at)),
        "is_edited": subject.latest_revision_id != row.revision_id,
        "is_late": row.publish_at <= now - LATE,
        "address": reverse(type(subject).snippet_viewset.get_url_name("edit"), args=[subject.pk]),
    }


def _only_writers(request: http.HttpRequest) -> None:
    """Keep out accounts that neither write nor approve. Raises PermissionDenied."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied

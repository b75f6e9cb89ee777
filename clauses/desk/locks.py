"""Locks at the desk: on the form, on a page of all of them, and among what waits.

The form of a record that somebody else locked saves nothing, and keeps what was typed.
"""

import dataclasses
import datetime
from typing import Any

from django import http
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.snippets.views import snippets

from clauses import calendar, held, locking, publishing
from clauses.desk import waiting as piles
from clauses.models import CatalogueRecord

LEFT_BEHIND = datetime.timedelta(days=1)
"""From then on a lock of one's own waits on the opening page."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Held:
    """What the form says of the lock, and what its reader can do about it."""

    sentence: str
    is_locked: bool
    is_own: bool
    is_typed: bool
    may_lock: bool
    may_lift: bool


class LockedMixin:
    """For the view of a form: says who locked the record; saves nothing of anybody else."""

    def user_has_permission(self: Any, permission: str) -> bool:
        """Ask our own rule about locks, whatever the review or a permission says."""
        if permission == "lock":
            return locking.allows(locking.check_lock, record=self.live_object, by=self.request.user)
        if permission == "unlock":
            return locking.allows(
                locking.check_unlock, record=self.live_object, by=self.request.user
            )
        allowed: bool = super().user_has_permission(permission)  # type: ignore[misc]  # of the view
        return allowed

    def take_lock_from(self: Any, row: Any, *, form: Any) -> None:
        """Judge by the row as it is now; what the form writes of it keeps the lock that it has."""
        for record in (self.object, self.live_object, form.instance):
            record.locked, record.locked_at = row.locked, row.locked_at
            record.locked_by_id = row.locked_by_id
        self.lock = self.get_lock()
        self.locked_for_user = bool(self.lock) and self.lock.for_user(self.request.user)
        if self.locked_for_user:
            self.produced_error_code = "locked"
            self.produced_error_message = self.refusal()

    def is_valid(self: Any, form: Any) -> bool:
        """Say of a form that is not saved who locked the record."""
        answer: bool = super().is_valid(form)  # type: ignore[misc]  # of the view
        if self.locked_for_user:
            self.produced_error_message = self.refusal()
        return answer

    def refusal(self: Any) -> str:
        """Why nothing was saved."""
        return _("%(locked)s Nothing was saved; what you typed is still in this form.") % {
            "locked": held.in_words(self.object)
        }

    def get_context_data(self: Any, **given: Any) -> dict[str, Any]:
        """Add the lock."""
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]  # of the view
        is_locked = bool(self.object.locked)
        context["held"] = Held(
            sentence=held.in_words(self.object) if is_locked else "",
            is_locked=is_locked,
            is_own=self.object.locked_by_id == self.request.user.pk,
            is_typed=is_locked and self.request.method == "POST",
            may_lock=context["user_can_lock"],
            may_lift=context["user_can_unlock"],
        )
        return context


class LockView(snippets.LockView):
    """Locks a record for whoever asks."""

    permission_required = "change"

    def user_has_permission(self, permission: str) -> bool:
        """Keep out who writes nothing; the rest is judged with the row at hand."""
        return bool(self.permission_policy.user_has_permission(self.request.user, permission))

    def post(self, request: http.HttpRequest, *args: Any, **options: Any) -> http.HttpResponse:
        """Lock it, or say why not, and open the form."""
        try:
            locking.lock(record=self.object, by=request.user, now=timezone.now())
        except PermissionDenied as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("Locked for you. Nobody else saves this record until you lift the lock.")
            )
        return redirect(self.get_success_url())


class UnlockView(snippets.UnlockView):
    """Lifts a lock: one's own, or one that was left behind."""

    permission_required = "change"

    def user_has_permission(self, permission: str) -> bool:
        """Keep out who writes nothing; the rest is judged with the row at hand."""
        return bool(self.permission_policy.user_has_permission(self.request.user, permission))

    def post(self, request: http.HttpRequest, *args: Any, **options: Any) -> http.HttpResponse:
        """Lift it, or say why not, and open the form or the page it was asked on."""
        try:
            locking.unlock(record=self.object, by=request.user, now=timezone.now())
        except PermissionDenied as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The lock is lifted. Others can save this record again."))
        return redirect(self.get_success_url())


@require_safe
def locked(request: http.HttpRequest) -> http.HttpResponse:
    """List what is locked, one's own first, the oldest first."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied
    own = set(publishing.unions_of(request.user))
    is_reviewer = bool(request.user.has_perm(publishing.APPROVE))
    found = [
        _shown(record, by=request.user, own=own, is_reviewer=is_reviewer)
        for model in _kinds()
        for record in model._default_manager.filter(locked=True)
        .select_related("locked_by")
        .prefetch_related(*([model.publishing_unions] if model.publishing_unions else []))
    ]
    longest = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    found.sort(key=lambda each: (not each["is_own"], each["at"] or longest))
    context = {"locked": found, "page_title": _("Locked records")}
    return TemplateResponse(request, "desk/locks.html", context)


def pile(*, request: Any, now: datetime.datetime) -> list[piles.Pile]:
    """What waits: locks of one's own that are older than a day."""
    if not request.user.has_perm("clauses.change_clause"):
        return []
    mine = models.Q(locked=True, locked_by=request.user, locked_at__lte=now - LEFT_BEHIND)
    first, *others = (
        model._default_manager.filter(mine).order_by().values_list("locked_at", flat=True)
        for model in _kinds()
    )
    since = list(first.union(*others, all=True))
    return [
        piles.Pile(
            name=_("Records that you locked more than a day ago"),
            count=len(since),
            since=min(since, default=None),
            address=reverse("desk_locks"),
            order=25,
        )
    ]


def _kinds() -> list[Any]:
    """Every kind of record."""
    return [model for model in apps.get_models() if issubclass(model, CatalogueRecord)]


def _shown(record: Any, *, by: Any, own: set[int], is_reviewer: bool) -> dict[str, Any]:
    needed = record.publishing_union_ids()
    is_own = record.locked_by_id == by.pk
    named = type(record).snippet_viewset.get_url_name
    return {
        "record": record,
        "kind": record._meta.verbose_name,
        "who": record.locked_by,
        "at": record.locked_at,
        "since": calendar.in_words(record.locked_at) if record.locked_at else "",
        "is_own": is_own,
        "may_lift": is_own
        or (is_reviewer and bool(own) and (not needed or not own.isdisjoint(needed))),
        "edit_address": reverse(named("edit"), args=[record.pk]),
        "unlock_address": reverse(named("unlock"), args=[record.pk]),
    }

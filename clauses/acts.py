"""Correcting, taking off and retracting what is published: one person asks, another decides.

A correction goes through the ordinary review and is approved there, with its text; the other two
are approved here. Nobody who was not told of the record before is told of any of them.
"""

import dataclasses
import datetime
from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clauses import publishing, visibility
from clauses.models import ActRequest, CatalogueRecord, Change, Publication, record
from clauses.searching import holding

Act, State = ActRequest.Act, ActRequest.State


class NothingLive(PermissionDenied):
    """Raised where there is nothing on the site that could be corrected or taken off."""


class AlreadyAsked(PermissionDenied):
    """Raised when a request about the record is open already."""


class Settled(PermissionDenied):
    """Raised when somebody else settled the request first."""


class Overtaken(PermissionDenied):
    """Raised when another text was published since the request was made."""


class NotAWriter(PermissionDenied):
    """Raised when an account asks that may not edit the record."""


class DecidedInReview(PermissionDenied):
    """Raised when a correction is to be approved without its text."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Retraction:
    """A record that is off the site because it was wrong, and the request that says why."""

    record: CatalogueRecord
    request: ActRequest
    at: datetime.datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Judged:
    """A request, its record, and why somebody may not approve it; empty if nothing is against."""

    request: ActRequest
    subject: Any
    refusal: str


def ask(
    *,
    subject: CatalogueRecord,
    act: str,
    reason: str,
    by: Any,
    now: datetime.datetime,
    reason_texts: Mapping[str, str] | None = None,
) -> ActRequest:
    """Ask that what is live of `subject` be corrected, taken off or retracted.

    `reason_texts` are translations of the reason by language. Raises NotAWriter, NothingLive or
    AlreadyAsked, and ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if not (by.is_active and by.has_perm(_permission_to_edit(subject))):
        raise NotAWriter(_("Your account may not edit this record."))
    with transaction.atomic():
        _lock(subject)
        live = Publication.objects.of(record=subject).live().first()
        if live is None:
            raise NothingLive(_("Nothing of this record is on the site."))
        try:
            with transaction.atomic():
                return ActRequest.objects.create(
                    record_kind=subject.record_kind,
                    record_id=subject.pk,
                    slug=subject.slug,
                    act=act,
                    publication=live,
                    reason=reason.strip(),
                    reason_texts={
                        language: words.strip()
                        for language, words in (reason_texts or {}).items()
                        if words.strip()
                    },
                    requested_by=by,
                    requested_at=now,
                )
        except IntegrityError as twice:
            if "act_request_open_once_a_record" not in str(twice):
                raise
            raise AlreadyAsked(
                _("Somebody asked for something about this record already. Decide that first.")
            ) from twice


def approve(*, request_id: int, by: Any, now: datetime.datetime, note: str = "") -> Change:
    """Take the record off the site, or retract it, as was asked; return the Change.

    Raises what refusal() puts into words, and Settled; then nothing has changed.
    """
    with transaction.atomic():
        request = _locked(request_id)
        subject = subject_of(request=request)
        live = Publication.objects.of(record=subject).live().first()
        _check(request=request, subject=subject, live=live, by=by)
        if request.act == Act.CORRECT:
            raise DecidedInReview(
                _("A correction is approved together with its text, on the page of its review.")
            )
        change = publishing.unpublish(
            record=subject,
            requested_by=request.requested_by,
            decision=publishing.Decision(
                by=by,
                now=now,
                act="retracted" if request.act == Act.RETRACT else "",
                note=note.strip(),
            ),
        )
        if change is None:
            raise NothingLive(_("Nothing of this record is on the site."))
        _settle(request, state=State.APPROVED, by=by, now=now, note=note, change=change)
        return change


def decline(*, request_id: int, by: Any, now: datetime.datetime, note: str) -> None:
    """Refuse a request, saying why. Raises as approve(), and ValidationError without a note."""
    if not note.strip():
        raise ValidationError({"note": _("Say why not.")})
    with transaction.atomic():
        request = _locked(request_id)
        check_person(request=request, subject=subject_of(request=request), by=by)
        _settle(request, state=State.DECLINED, by=by, now=now, note=note)


def withdraw(*, request_id: int, by: Any, now: datetime.datetime) -> None:
    """Take back the own request. Raises Settled, and PermissionDenied for somebody else's."""
    with transaction.atomic():
        request = _locked(request_id)
        if request.requested_by != by:
            raise PermissionDenied(_("Only who asked for it can withdraw it."))
        _settle(request, state=State.WITHDRAWN, by=by, now=now)


def check_person(
    *, request: ActRequest, subject: Any, by: Any, own: Set[int] | None = None
) -> None:
    """Judge whether `by` may decide. Raises FourEyesRequired, NotAReviewer or NotThisUnion."""
    if by == request.requested_by:
        raise publishing.FourEyesRequired(_("You asked for this. Somebody else has to decide it."))
    publishing.check_reviewer(by=by)
    own_unions = set(publishing.unions_of(by)) if own is None else own
    publishing.check_own_unions(record=subject, own=own_unions)


def refusal(*, request: ActRequest, by: Any) -> str:
    """Say why `by` may not approve the request; empty if nothing stands against it."""
    return judged(requests=[request], by=by)[0].refusal


def judged(*, requests: Sequence[ActRequest], by: Any) -> list[Judged]:
    """Judge for each request whether `by` may approve it: a fixed number of queries a kind."""
    wanted: dict[str, list[int]] = {}
    for request in requests:
        wanted.setdefault(request.record_kind, []).append(request.record_id)
    subjects: dict[tuple[str, int], Any] = {}
    live: dict[tuple[str, int], Publication] = {}
    for kind, ids in wanted.items():
        model = record.model_of(kind)
        unions = [model.publishing_unions] if model.publishing_unions else []
        rows = model._default_manager.prefetch_related(*unions)
        subjects.update({(kind, row.pk): row for row in rows.filter(pk__in=ids)})
        for publication in Publication.objects.live().filter(record_kind=kind, record_id__in=ids):
            live[kind, publication.record_id] = publication
    own = set(publishing.unions_of(by))
    found = []
    for request in requests:
        key = (request.record_kind, request.record_id)
        refused = ""
        try:
            _check(request=request, subject=subjects[key], live=live.get(key), by=by, own=own)
        except PermissionDenied as reason:
            refused = str(reason)
        found.append(Judged(request=request, subject=subjects[key], refusal=refused))
    return found


def correction_of(*, subject: CatalogueRecord) -> ActRequest | None:
    """Return the open request that makes the next publication of `subject` a correction."""
    return ActRequest.objects.filter(
        record_kind=subject.record_kind,
        record_id=subject.pk,
        act=Act.CORRECT,
        state=State.OPEN,
    ).first()


def correction_refusal(*, request: ActRequest, by: Any) -> str:
    """Say why `by` may not approve the text as this correction; empty if nothing is against it."""
    return own_correction() if request.requested_by == by else ""


def own_correction() -> str:
    """Say that nobody approves the text of the own correction."""
    return _("You asked for this correction. Somebody else has to approve it.")


def corrections_asked_by(by: Any) -> set[tuple[str, int]]:
    """Kind and id of the records of which `by` asked for a correction that is still open."""
    asked = ActRequest.objects.filter(act=Act.CORRECT, state=State.OPEN, requested_by=by)
    return set(asked.values_list("record_kind", "record_id"))


def approve_correction(
    *, request: ActRequest, change: Change | None, decision: publishing.Decision
) -> None:
    """Settle the request with the Change of its text, in that transaction.

    Raises FourEyesRequired, Settled, and ValidationError if the text is what was live before.
    """
    if change is None:
        raise ValidationError(_("This text is what is on the site already: it corrects nothing."))
    refused = correction_refusal(request=request, by=decision.by)
    if refused:
        raise publishing.FourEyesRequired(refused)
    _settle(
        _locked(request.pk),
        state=State.APPROVED,
        by=decision.by,
        now=decision.now,
        note=decision.note,
        change=change,
    )


def retraction_of(
    *, model: type[CatalogueRecord], slug: str, viewer: visibility.Viewer | None
) -> Retraction | None:
    """Return why the record of that slug is gone, if the last thing done with it was to retract it.

    It is read as it was published: what is written since, and by whom, is a draft. None for a
    record that `viewer` could not have seen.
    """
    row = model.objects.filter(slug=slug, live=False).first()
    if row is None:
        return None
    last = Publication.objects.filter(record_kind=row.record_kind, record_id=row.pk).first()
    request = (
        ActRequest.objects.filter(publication=last, act=Act.RETRACT, state=State.APPROVED).first()
        if last is not None
        else None
    )
    if last is None or request is None or request.decided_at is None:
        return None
    found = last.revision.as_object()
    if not found.is_open_to(viewer):
        return None
    return Retraction(record=found, request=request, at=request.decided_at)


def retracted_by(*, change: Change) -> CatalogueRecord | None:
    """Return the record that a Change took back, as it was published until then."""
    request = (
        ActRequest.objects.filter(change=change, act=Act.RETRACT)
        .select_related("publication__revision")
        .first()
    )
    found: CatalogueRecord | None = request.publication.revision.as_object() if request else None
    return found


def words_taken_back(*, kind: str, record_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """Read what of these records was published until each was retracted last, by their ids."""
    approved = ActRequest.objects.filter(
        record_kind=kind, record_id__in=record_ids, act=Act.RETRACT, state=State.APPROVED
    )
    words = approved.order_by("pk").values_list("record_id", "publication__revision__content")
    return dict(words)


def subject_of(*, request: ActRequest) -> Any:
    """Return the record that the request is about."""
    return record.model_of(request.record_kind)._default_manager.get(pk=request.record_id)


def _permission_to_edit(subject: CatalogueRecord) -> str:
    return f"{subject._meta.app_label}.change_{subject._meta.model_name}"


def _check(
    *,
    request: ActRequest,
    subject: Any,
    live: Publication | None,
    by: Any,
    own: Set[int] | None = None,
) -> None:
    if request.state != State.OPEN:
        raise Settled(_("Somebody settled this request already."))
    check_person(request=request, subject=subject, by=by, own=own)
    if live is None:
        raise NothingLive(_("Nothing of this record is on the site."))
    if request.act != Act.CORRECT and live.pk != request.publication_id:
        raise Overtaken(
            _(
                "Another text was published since this was asked. Decline it; "
                "if it still holds, ask again."
            )
        )


def _lock(subject: CatalogueRecord) -> None:
    """Wait for a publication that is under way; nothing happens to the record until we commit."""
    holding.hold()
    type(subject)._default_manager.select_for_update().only("pk").get(pk=subject.pk)


def _locked(request_id: int) -> ActRequest:
    """Return the open request, which nobody else settles meanwhile; its record is locked first."""
    asked = ActRequest.objects.filter(pk=request_id).first()
    if asked is not None:
        _lock(subject_of(request=asked))
    request = ActRequest.objects.select_for_update().filter(pk=request_id, state=State.OPEN).first()
    if request is None:
        raise Settled(_("Somebody settled this request already."))
    return request


def _settle(
    request: ActRequest,
    *,
    state: str,
    by: Any,
    now: datetime.datetime,
    note: str = "",
    change: Change | None = None,
) -> None:
    waiting = ActRequest.objects.filter(pk=request.pk, state=State.OPEN)
    settled = waiting.update(
        state=state,
        decided_by=by,
        decided_at=max(now, request.requested_at),
        decision_note=note.strip(),
        change=change,
    )
    if settled != 1:
        raise Settled(_("Somebody settled this request already."))

"""The one place where editorial acts become publications and Changes; it never touches the broker.

A publication needs an approver who wrote none of it. Only the catalogue loader publishes alone,
recorded as such. Everything of one act happens in one transaction.
"""

import dataclasses
import datetime
import functools
import hashlib
import json
from collections.abc import Collection, Set
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction

from clauses import claims, clearing, held, substance
from clauses.models.change import Change
from clauses.models.publication import Publication
from clauses.models.union import StaffUnion
from clauses.searching import holding

if TYPE_CHECKING:
    from clauses.models.record import CatalogueRecord

APPROVE = "clauses.approve_record"
"""The permission that makes an account a reviewer."""

BOOKKEEPING = frozenset(
    {
        "pk",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "go_live_at",
        "expire_at",
        "expired",
        "latest_revision",
        "locked",
        "locked_at",
        "locked_by",
        "catalogue_digest",
        "is_staff_reviewed",
        "checked_document",
        "checked_page",
        "checked_section",
        "checked_by",
        "checked_at",
        "created_at",
        "updated_at",
        "sort_order",
    }
)
"""Fields that say nothing about what a reader reads."""


class FourEyesRequired(PermissionDenied):
    """Raised when nobody, or an author of the text, would be the one to approve it."""


class NewerRevision(PermissionDenied):
    """Raised when the revision to approve is not the latest: somebody edited after it was shown."""


class NotThisUnion(PermissionDenied):
    """Raised when the approver acts for no union of the agreement."""


class NotAReviewer(PermissionDenied):
    """Raised when the approver is no reviewer."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Decision:
    """Who approves a publication or its end, and whether members are told. `now` is aware.

    `act` is what it is called beyond the ordinary: "corrected" or "retracted" (clauses/acts.py).
    """

    by: Any = None
    now: datetime.datetime
    system_actor: str = ""
    notifies: bool = True
    silence_reason: str = ""
    note: str = ""
    act: str = ""


def author_ids(*, record: "CatalogueRecord", revision: Any) -> list[int]:
    """List the users who saved a revision since the last one that was live, up to `revision`."""
    revisions = record.revisions.filter(pk__lte=revision.pk, user__isnull=False)
    last_live = (
        Publication.objects.filter(
            record_kind=record.record_kind, record_id=record.pk, revision_id__lt=revision.pk
        )
        .order_by("-revision_id")
        .values_list("revision_id", flat=True)
        .first()
    )
    if last_live is not None:
        revisions = revisions.filter(pk__gt=last_live)
    return sorted(set(revisions.values_list("user_id", flat=True)))


def readable_content(content: dict[str, Any], *, parent: str) -> dict[str, Any]:
    """Return a revision's content as plain JSON without bookkeeping and row ids."""
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return _without_bookkeeping(plain, parent=parent)


def _without_bookkeeping(content: dict[str, Any], *, parent: str) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in content.items():
        if name in BOOKKEEPING or name == parent:
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict) and "pk" in value[0]:
            kept[name] = [_without_bookkeeping(child, parent=parent) for child in value]
        else:
            kept[name] = value
    return kept


def digest(readable: dict[str, Any]) -> str:
    """Return the SHA-256 of readable content, the same for the same words."""
    text = json.dumps(readable, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def changed_fields(*, before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Name the fields that differ; every field when there was nothing before."""
    if before is None:
        return sorted(after)
    return substance.differing(before=before, after=after)


class PublicationMixin(models.Model):
    """Overrides Wagtail's publish() and unpublish() to keep the rules above, whoever calls."""

    pending_decision: Decision | None = None

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Keep what belongs to the row, not to one revision of it."""
        record = super().with_content_json(content)  # type: ignore[misc]  # Wagtail's mixin
        for name in self.kept_by_row:  # type: ignore[attr-defined]  # on records
            setattr(record, name, getattr(self, name))
        record.pending_decision = self.pending_decision
        return record

    def save_revision(self, *args: Any, **options: Any) -> Any:
        """Save a new revision, always: what was shown to a reviewer never changes under its id.

        Raises HeldByAnother where somebody else locked the record.
        """
        options.pop("overwrite_revision", None)
        holding.hold()
        if self.pk is not None:
            held.refuse_others(record=self, by=args[0] if args else options.get("user"))
        return super().save_revision(*args, **options)  # type: ignore[misc]  # Wagtail's mixin

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Publish `revision`, write the publication row and record the Change.

        Raises what check_approver() raises, and then nothing has changed.
        """
        decision = self.pending_decision or Decision(by=user, now=timezone.now())
        record: Any = self
        with transaction.atomic():
            holding.hold()
            # Wagtail writes the whole row: what belongs to the row is read once it is locked.
            revision.content_object = type(record).objects.select_for_update().get(pk=record.pk)
            authors = author_ids(record=record, revision=revision)
            _check(record=record, revision=revision, decision=decision, authors=authors)
            options["skip_permission_checks"] = True  # _check is stricter than a permission
            result = super().publish(revision, user=decision.by, **options)  # type: ignore[misc]
            record.refresh_from_db()
            if record.live and record.live_revision_id == revision.pk:
                _record_publication(
                    record=record, revision=revision, decision=decision, authors=authors
                )
            return result

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Any = None,
        log_action: bool | str = True,
    ) -> Any:
        """Take the record off the public side. Needs a decision made through unpublish() below."""
        decision = self.pending_decision
        if decision is None:
            raise FourEyesRequired(
                _("Taking a record off the site needs a request and another person's approval.")
            )
        record: Any = self
        with transaction.atomic():
            holding.hold()
            was_live = type(record).objects.select_for_update().values_list("live", flat=True)
            if not was_live.get(pk=record.pk):
                return None
            UnpublishAction(
                record,
                set_expired=set_expired,
                commit=commit,
                user=decision.by,
                log_action=log_action,
            ).execute(skip_permission_checks=True)
            Publication.objects.of(record=record).live().update(live_until=decision.now)
            return Change.objects.record(
                kind=f"{record.record_kind}.{decision.act or 'unpublished'}",
                record_kind=record.record_kind,
                record_id=record.pk,
                slug=record.slug,
                by=decision.by,
                at=decision.now,
                system_actor=decision.system_actor,
                notifies=bool(decision.act),
                silence_reason=decision.silence_reason,
                union_ids=_unions_to_tell(record=record, decision=decision),
                note=decision.note,
            )


def publish(*, record: "CatalogueRecord", revision: Any, decision: Decision) -> Change | None:
    """Publish `revision` of `record`; return the Change, or None where the words are the same.

    Raises what check_approver() raises, and then nothing has changed.
    """
    before = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    record.pending_decision = decision
    try:
        record.publish(revision, user=decision.by)
    finally:
        record.pending_decision = None
    return Change.objects.filter(
        pk__gt=before, record_kind=record.record_kind, record_id=record.pk
    ).first()


def unpublish(*, record: "CatalogueRecord", requested_by: Any, decision: Decision) -> Change | None:
    """Take `record` off the public side at the request of one person, approved by another.

    Returns None if it was not live. Raises FourEyesRequired if both are the same person.
    Called by clauses/acts.py, whose row of the request the database asks for at commit.
    """
    if decision.by is None or decision.by == requested_by:
        raise FourEyesRequired(_("Whoever asks to take a record off the site cannot approve it."))
    check_reviewer(by=decision.by)
    check_union(record=record, by=decision.by)
    record.pending_decision = decision
    try:
        change: Change | None = record.unpublish(user=decision.by)
    finally:
        record.pending_decision = None
    return change


def check_approver(*, record: "CatalogueRecord", revision: Any, by: Any) -> None:
    """Judge whether `by` may publish `revision`; the sentence of the refusal is for that person.

    Raises FourEyesRequired, NotAReviewer, NewerRevision or NotThisUnion.
    """
    _check_approver(
        record=record,
        revision=revision,
        by=by,
        authors=author_ids(record=record, revision=revision),
    )


def _check(*, record: Any, revision: Any, decision: Decision, authors: list[int]) -> None:
    if decision.system_actor != Publication.SystemActor.CATALOGUE:
        _check_approver(record=record, revision=revision, by=decision.by, authors=authors)


def _check_approver(*, record: Any, revision: Any, by: Any, authors: list[int]) -> None:
    check_author(by=by, authors=authors)
    check_reviewer(by=by)
    if not revision.is_latest_revision():
        raise NewerRevision(
            _("This text was edited after it was shown to you. Read the newer one, then decide.")
        )
    own = set(unions_of(by))
    check_own_unions(record=record, own=own)
    (meant,) = claims.union_ids(texts=[(type(record), revision.content)])
    check_meant_unions(meant=meant, own=own)


def check_author(*, by: Any, authors: Collection[int]) -> None:
    """Raise FourEyesRequired if nobody, or somebody of `authors`, would approve."""
    if by is None:
        raise FourEyesRequired(_("A publication needs a person who approves it."))
    if by.pk in authors:
        raise FourEyesRequired(
            _("You wrote part of this text. Someone who did not has to approve it.")
        )


def check_reviewer(*, by: Any) -> None:
    """Raise NotAReviewer if `by` may not approve drafts at all."""
    if not (by.is_active and by.has_perm(APPROVE)):
        raise NotAReviewer(_("Only a reviewer can publish."))


def check_union(*, record: Any, by: Any) -> None:
    """Raise NotThisUnion if `by` acts for no union whose staff publish `record`."""
    check_own_unions(record=record, own=set(unions_of(by)))


def check_own_unions(*, record: Any, own: Set[int]) -> None:
    """As check_union(), for the unions `own` that somebody acts for."""
    if not own:
        raise NotThisUnion(_("Your account acts for no union, so it cannot publish."))
    needed = record.publishing_union_ids()
    if needed and own.isdisjoint(needed):
        raise NotThisUnion(_("Only staff of a union of this agreement can publish it."))


def check_meant_unions(*, meant: Set[int], own: Set[int]) -> None:
    """Raise NotThisUnion if the text would belong to `meant` unions, of which none is `own`."""
    if meant and own.isdisjoint(meant):
        said = _("This draft moves the record to another union: who acts for both approves it.")
        raise NotThisUnion(said)


def unions_of(user: Any) -> list[int]:
    """List the unions that an account of staff acts for."""
    acting = StaffUnion.objects.filter(user=user).order_by("union_id")
    return list(acting.values_list("union_id", flat=True)) if user is not None else []


def _unions_to_tell(*, record: Any, decision: Decision) -> list[int]:
    """Unions of the publisher; where those told before are told again, of all before as well."""
    own: list[int] = record.told_union_ids(of_publisher=unions_of(decision.by))
    if not decision.act:
        return own
    earlier = Change.objects.filter(
        record_kind=record.record_kind, record_id=record.pk, notifies=True
    ).values_list("union_ids", flat=True)
    return sorted(set(own).union(*earlier))


def _record_publication(
    *, record: Any, revision: Any, decision: Decision, authors: list[int]
) -> None:
    publications = Publication.objects.of(record=record)
    previous = publications.live().select_related("revision").first()
    parent = record._meta.model_name
    after = readable_content(revision.content, parent=parent)
    before = readable_content(previous.revision.content, parent=parent) if previous else None
    if before is not None and not substance.differing(before=before, after=after):
        return
    ever = publications.exists()
    publications.live().update(live_until=decision.now)
    is_reviewed = decision.system_actor != Publication.SystemActor.CATALOGUE
    type(record).objects.filter(pk=record.pk).update(is_staff_reviewed=is_reviewed)
    record.is_staff_reviewed = is_reviewed
    publication = Publication.objects.create(
        record_kind=record.record_kind,
        record_id=record.pk,
        slug=record.slug,
        revision=revision,
        content_digest=digest(after),
        approver=decision.by,
        author_ids=authors,
        system_actor=decision.system_actor,
        live_from=decision.now,
    )
    Change.objects.record(
        kind=f"{record.record_kind}.{decision.act or ('revised' if ever else 'published')}",
        record_kind=record.record_kind,
        record_id=record.pk,
        slug=record.slug,
        by=decision.by,
        at=decision.now,
        system_actor=decision.system_actor,
        notifies=decision.notifies and is_reviewed,
        silence_reason=decision.silence_reason,
        union_ids=_unions_to_tell(record=record, decision=decision),
        changed_fields=changed_fields(before=before, after=after),
        publication_id=publication.pk,
        note=decision.note,
    )
    clearing.after_publication(
        record=record,
        publication=publication,
        readable=functools.partial(readable_content, parent=parent),
        by=decision.by,
        at=decision.now,
    )

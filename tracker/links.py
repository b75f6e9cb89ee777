"""Which clauses reach a deployment: proposed by the rules, settled by named people.

The rules' word is never a fact: members and partners are told of what a person confirmed. A
decision holds until its ground changes (tracker/reopening.py). For a draft in review ask
`proposals`; the rows are written once it is published.
"""

import dataclasses
import datetime
import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models as django_models
from django.db import transaction

from clauses import models as library
from clauses import visibility
from clauses.models import change
from tracker import link_ground, models, reopening, rulebook, standing
from tracker.matching import answers

Link = models.Link
VIEWER = visibility.AnyMember()


class LinkSettled(ValueError):
    """Raised when somebody else settled the link first."""


class LinkChanged(ValueError):
    """Raised when the link or its records say something else than was shown."""


class NotProposed(ValueError):
    """Raised for a clause that the rules do not propose for the deployment."""


class ReasonMissing(ValueError):
    """Raised when a rejection, or another standing than the rules', says no reason."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a judgement changed in the links that nobody has settled."""

    created: int = 0
    updated: int = 0
    withdrawn: int = 0
    reopened: int = 0


def proposals(*, deployment: models.Deployment) -> answers.Answer:
    """Return what the rules propose on the deployment's own day, as members may know it.

    A draft is asked with its own words: `proposals(deployment=revision.as_object())`.
    """
    return standing.for_deployment(deployment=deployment, viewer=VIEWER)


def propose_links(*, deployment_id: int, now: datetime.datetime) -> Proposed:
    """Write the rules' proposals for a live deployment; what people settled stays as it is."""
    with transaction.atomic():
        deployment = _locked(deployment_id)
        if deployment is None:
            return Proposed()
        return _write(deployment=deployment, answer=proposals(deployment=deployment), now=now)


def propose_where_due(*, now: datetime.datetime, limit: int = 200) -> int:
    """Judge live deployments that were published, or whose library changed, since last judged.

    Returns how many were judged, at most `limit`. Safe to run at the same time as itself.
    """
    waiting = list(_unjudged().values_list("pk", flat=True)[:limit])
    for deployment_id in waiting:
        propose_links(deployment_id=deployment_id, now=now)
    return len(waiting)


def propose_if_due(*, deployment_id: int, now: datetime.datetime) -> None:
    """Judge this one deployment unless it has been judged by its present words."""
    if _unjudged().filter(pk=deployment_id).exists():
        propose_links(deployment_id=deployment_id, now=now)


def confirm_link(
    *,
    link_id: int,
    by: Any,
    now: datetime.datetime,
    note: str = "",
    standing: str = "",
    seen: str = "",
) -> library.Change:
    """Confirm a proposed link, so that it may reach members.

    `standing` other than the proposed one needs a note that says why. `seen` is
    link_ground.mark_of() as it was when the link was shown. Raises LinkSettled, LinkChanged or
    ReasonMissing.
    """
    return _settle(
        link_id=link_id,
        state=Link.State.CONFIRMED,
        by=by,
        now=now,
        note=note,
        standing=standing,
        seen=seen,
    )


def reject_link(
    *, link_id: int, by: Any, now: datetime.datetime, note: str, seen: str = ""
) -> library.Change:
    """Reject a proposed link for a stated reason. Raises as confirm_link() does."""
    if not note.strip():
        raise ReasonMissing("Say why the clause does not reach this.")
    return _settle(link_id=link_id, state=Link.State.REJECTED, by=by, now=now, note=note, seen=seen)


def confirm_for_publication(
    *,
    deployment: models.Deployment,
    clauses: Collection[str],
    by: Any,
    now: datetime.datetime,
    rejections: Mapping[str, str] | None = None,
) -> list[library.Change]:
    """Settle what the reviewer ticked (slugs of clauses), in the transaction of the publication.

    Call it after publishing(…) and before that transaction ends. All proposals are written; the
    ticked ones are confirmed by `by`, those in `rejections` (slug to reason) are rejected, the
    rest stay proposed. A link that is confirmed already and ticked again takes the new standing.
    Raises NotProposed or ReasonMissing; let it roll the publication back.
    """
    refused = rejections or {}
    if any(not note.strip() for note in refused.values()):
        raise ReasonMissing("Say why the clause does not reach this.")
    with transaction.atomic():
        live = _locked(deployment.pk)
        if live is None:
            raise NotProposed("Links are settled for a deployment that is live.")
        answer = proposals(deployment=live)
        _refuse_strangers(answer=answer, slugs=[*clauses, *refused])
        _write(deployment=live, answer=answer, now=now)
        entries = {entry.clause: entry for entry in answer.entries}
        changes = []
        for link in Link.objects.filter(
            deployment=live, clause__slug__in=[*clauses, *refused]
        ).select_related("clause", "deployment"):
            slug = link.clause.slug
            state = Link.State.REJECTED if slug in refused else Link.State.CONFIRMED
            settled = _decide(
                link=link,
                entry=entries[slug],
                day=answer.as_of,
                state=state,
                by=by,
                now=now,
                note=refused.get(slug, ""),
            )
            if settled:
                changes.append(_record(link=link, act=state, by=by, now=now))
        return changes


def _locked(deployment_id: int) -> models.Deployment | None:
    rows = models.Deployment.objects.select_for_update(of=("self",))
    found: models.Deployment | None = rows.filter(pk=deployment_id, live=True).first()
    return found


def _unjudged() -> Any:
    """Live, published deployments without a judgement by these words and this library."""
    published = library.Publication.objects.live().filter(record_kind="deployment")
    live_publication = published.filter(record_id=django_models.OuterRef("pk")).values("pk")[:1]
    judged = models.Judgement.objects.filter(
        deployment=django_models.OuterRef("pk"),
        publication=django_models.OuterRef("live_publication"),
        library_digest=_library_digest(),
    )
    return (
        models.Deployment.objects.filter(live=True)
        .annotate(live_publication=django_models.Subquery(live_publication))
        .filter(~django_models.Exists(judged), live_publication__isnull=False)
        .order_by("pk")
    )


def _library_digest() -> str:
    version = rulebook.for_viewer(viewer=VIEWER).version
    return hashlib.sha256(repr(version).encode()).hexdigest()


def _write(
    *, deployment: models.Deployment, answer: answers.Answer, now: datetime.datetime
) -> Proposed:
    rows = Link.objects.filter(deployment=deployment).select_for_update(of=("self",))
    kept = {link.clause.slug: link for link in rows.select_related("clause", "deployment")}
    labels = standing.labels(viewer=VIEWER)
    told = {
        entry.clause: link_ground.of_entry(entry=entry, day=answer.as_of, labels=labels)
        for entry in answer.entries
    }
    created = _created(deployment, told={s: t for s, t in told.items() if s not in kept}, now=now)
    updated = []
    for slug in kept.keys() & told.keys():
        link = kept[slug]
        if link.state == Link.State.SUGGESTED and link_ground.differs(link, told[slug]):
            link_ground.tell(link, told[slug])
            updated.append(link)
    reopened = _reopen(kept=kept, told=told, now=now)
    stale = [
        link.pk
        for slug, link in kept.items()
        if slug not in told and link.state == Link.State.SUGGESTED and link.reopened_at is None
    ]
    Link.objects.bulk_create(created)
    Link.objects.bulk_update(updated, list(link_ground.FIELDS))
    Link.objects.filter(pk__in=stale, state=Link.State.SUGGESTED).delete()
    _remember_judgement(deployment=deployment, now=now)
    return Proposed(
        created=len(created), updated=len(updated), withdrawn=len(stale), reopened=len(reopened)
    )


def _created(
    deployment: models.Deployment, *, told: Mapping[str, link_ground.Told], now: datetime.datetime
) -> list[Link]:
    found = library.Clause.objects.filter(slug__in=told).values_list("slug", "pk")
    return [
        Link(clause_id=number, deployment=deployment, proposed_at=now, **told[slug])
        for slug, number in found
    ]


def _reopen(
    *, kept: Mapping[str, Link], told: Mapping[str, link_ground.Told], now: datetime.datetime
) -> list[Link]:
    """Ask staff anew about what they settled on a ground that has changed."""
    decided = [link for link in kept.values() if link.state != Link.State.SUGGESTED]
    because = reopening.grounds(decided=decided, told=told)
    reopened = [link for link in decided if link.pk in because]
    for link in reopened:
        link_ground.tell(link, told.get(link.clause.slug, {}))
        link.standing = link.offered_standing
        link.state = Link.State.SUGGESTED
        link.decided_by, link.decided_at, link.note = None, None, ""
        link.reopened_at, link.reopened_because = now, because[link.pk]
        link.proposed_at = now
        link.save()
        _record(link=link, act="reopened", now=now, system_actor=change.RULES)
    return reopened


def _remember_judgement(*, deployment: models.Deployment, now: datetime.datetime) -> None:
    publication = library.Publication.objects.of(record=deployment).live().first()
    if publication is None:
        return
    models.Judgement.objects.update_or_create(
        deployment=deployment,
        defaults={
            "publication": publication,
            "library_digest": _library_digest(),
            "judged_at": now,
        },
    )


def _refuse_strangers(*, answer: answers.Answer, slugs: Collection[str]) -> None:
    proposed = {entry.clause for entry in answer.entries}
    strangers = sorted(set(slugs) - proposed)
    if strangers:
        raise NotProposed(f"The rules do not propose: {', '.join(strangers)}.")


def _decide(
    *,
    link: models.Link,
    entry: answers.Entry,
    day: datetime.date,
    state: str,
    by: Any,
    now: datetime.datetime,
    note: str,
) -> bool:
    """Settle one link of a publication; False if it was settled like that already."""
    told = link_ground.of_entry(entry=entry, day=day, labels=standing.labels(viewer=VIEWER))
    if link.state == state and not link_ground.differs(link, told):
        return False
    link_ground.tell(link, told)
    _mark(link, state=state, by=by, now=now, note=note)
    return True


def _settle(
    *,
    link_id: int,
    state: str,
    by: Any,
    now: datetime.datetime,
    note: str,
    standing: str = "",
    seen: str = "",
) -> library.Change:
    with transaction.atomic():
        rows = Link.objects.select_for_update(of=("self",)).select_related("clause", "deployment")
        link = rows.filter(pk=link_id).first()
        if link is None or link.state != Link.State.SUGGESTED:
            raise LinkSettled("Somebody settled this link first.")
        if seen and seen != link_ground.mark_of(link):
            raise LinkChanged("This has changed since it was shown to you. Read it again.")
        if standing and standing != link.offered_standing:
            if not note.strip():
                raise ReasonMissing("Say why it stands otherwise than the rules say.")
            link.standing = Link.Standing(standing)
        _mark(link, state=state, by=by, now=now, note=note.strip())
        return _record(link=link, act=state, by=by, now=now)


def _mark(link: Link, *, state: str, by: Any, now: datetime.datetime, note: str) -> None:
    link.state = state
    link.decided_by, link.decided_at, link.note = by, now, note
    link.reopened_at, link.reopened_because = None, []
    link.save()


def _record(
    *, link: Link, act: str, now: datetime.datetime, by: Any = None, system_actor: str = ""
) -> library.Change:
    return library.Change.objects.record(
        kind=f"link.{act}",
        record_kind="link",
        record_id=link.pk,
        slug=link.deployment.slug,
        by=by,
        system_actor=system_actor,
        at=now,
        notifies=False,
        changed_fields=["state"],
        note=link.clause.slug,
    )

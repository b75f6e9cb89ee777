"""Which clauses reach a deployment: proposed by the rules, settled by named people.

The rules' word is never a fact: members and partners are told of what a person confirmed. A
rejection is remembered and never proposed again. For a draft in review ask `proposals`; the rows
are written once it is published.
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
from tracker import models, rulebook, standing
from tracker.matching import answers, wording

Link = models.Link
VIEWER = visibility.AnyMember()


class LinkSettled(ValueError):
    """Raised when somebody else settled the link first."""


class NotProposed(ValueError):
    """Raised for a clause that the rules do not propose for the deployment."""


class ReasonMissing(ValueError):
    """Raised when a rejection says no reason."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a judgement changed in the links that nobody has settled."""

    created: int = 0
    updated: int = 0
    withdrawn: int = 0


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
    *, link_id: int, by: Any, now: datetime.datetime, note: str = ""
) -> library.Change:
    """Confirm a proposed link, so that it may reach members. Raises LinkSettled."""
    return _settle(link_id=link_id, state=Link.State.CONFIRMED, by=by, now=now, note=note)


def reject_link(*, link_id: int, by: Any, now: datetime.datetime, note: str) -> library.Change:
    """Reject a proposed link for a stated reason. Raises LinkSettled or ReasonMissing."""
    if not note.strip():
        raise ReasonMissing("Say why the clause does not reach this.")
    return _settle(link_id=link_id, state=Link.State.REJECTED, by=by, now=now, note=note)


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
        ).select_related("clause"):
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
                changes.append(_record(link=link, state=state, by=by, now=now))
        return changes


def reason_of(stored: Mapping[str, Any]) -> answers.Reason:
    """Read a reason as a link keeps it, so that it can be told in any language."""
    return answers.Reason(
        facet=stored["facet"],
        how=stored["how"],
        matched=tuple(stored.get("matched") or ()),
        key=stored.get("key", ""),
        values=tuple((str(name), str(value)) for name, value in stored.get("values") or ()),
    )


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
    kept = {
        link.clause.slug: link
        for link in Link.objects.filter(deployment=deployment).select_related("clause")
    }
    clause_ids = dict(
        library.Clause.objects.filter(
            slug__in=[entry.clause for entry in answer.entries]
        ).values_list("slug", "pk")
    )
    labels = standing.labels(viewer=VIEWER)
    created, updated = [], []
    for entry in answer.entries:
        told = _told(entry=entry, day=answer.as_of, labels=labels)
        link = kept.get(entry.clause)
        if link is None:
            created.append(
                Link(
                    clause_id=clause_ids[entry.clause],
                    deployment=deployment,
                    proposed_at=now,
                    **told,
                )
            )
        elif link.state == Link.State.SUGGESTED and _differs(link, told):
            for name, value in told.items():
                setattr(link, name, value)
            updated.append(link)
    named = {entry.clause for entry in answer.entries}
    stale = [
        link.pk
        for slug, link in kept.items()
        if slug not in named and link.state == Link.State.SUGGESTED
    ]
    Link.objects.bulk_create(created)
    Link.objects.bulk_update(updated, list(_FIELDS))
    Link.objects.filter(pk__in=stale, state=Link.State.SUGGESTED).delete()
    _remember_judgement(deployment=deployment, now=now)
    return Proposed(created=len(created), updated=len(updated), withdrawn=len(stale))


_FIELDS = (
    "standing",
    "bearing",
    "score",
    "includes",
    "reasons",
    "missing_facts",
    "judged_on",
)


def _told(*, entry: answers.Entry, day: datetime.date, labels: wording.Labels) -> dict[str, Any]:
    return {
        "standing": entry.standing,
        "bearing": entry.bearing,
        "score": float(entry.score),
        "includes": list(entry.includes),
        "reasons": [
            {
                "facet": reason.facet,
                "matched": list(reason.matched),
                "how": reason.how,
                "key": reason.key,
                "values": [list(pair) for pair in reason.values],
                "text": wording.sentence(reason=reason, labels=labels),
            }
            for reason in entry.reasons
        ],
        "missing_facts": list(entry.missing_facts),
        "judged_on": day,
    }


def _differs(link: models.Link, told: Mapping[str, Any]) -> bool:
    return any(getattr(link, name) != value for name, value in told.items())


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
    told = _told(entry=entry, day=day, labels=standing.labels(viewer=VIEWER))
    if link.state == state and not _differs(link, told):
        return False
    for name, value in told.items():
        setattr(link, name, value)
    link.state = state
    link.decided_by = by
    link.decided_at = now
    link.note = note
    link.save()
    return True


def _settle(
    *, link_id: int, state: str, by: Any, now: datetime.datetime, note: str
) -> library.Change:
    with transaction.atomic():
        waiting = Link.objects.filter(pk=link_id, state=Link.State.SUGGESTED)
        if waiting.update(state=state, decided_by=by, decided_at=now, note=note) != 1:
            raise LinkSettled("Somebody settled this link first.")
        link = Link.objects.select_related("clause", "deployment").get(pk=link_id)
        return _record(link=link, state=state, by=by, now=now)


def _record(*, link: models.Link, state: str, by: Any, now: datetime.datetime) -> library.Change:
    return library.Change.objects.record(
        kind=f"link.{state}",
        record_kind="link",
        record_id=link.pk,
        slug=link.deployment.slug,
        by=by,
        at=now,
        notifies=False,
        changed_fields=["state"],
        note=link.clause.slug,
    )

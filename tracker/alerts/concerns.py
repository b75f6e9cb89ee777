"""What a change is about, in the columns of a subscription: the pure half of the fan-out's match.

A subscription fits when each of its columns is empty or among these values. Roles and uses reach
up and down their tree: who follows "performer" hears of stunt performers, and the reverse.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from clauses import acts, visibility
from clauses import models as library
from clauses.models import record as records
from tracker import models


@dataclasses.dataclass(frozen=True, kw_only=True)
class Concern:
    """The values that a subscription may ask for. `any_role`: it is for everyone covered."""

    union_ids: tuple[int, ...]
    roles: frozenset[str] = frozenset()
    any_role: bool = False
    uses: frozenset[str] = frozenset()
    vendors: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()

    def fits(self, subscription: Any) -> bool:
        """Tell whether the subscription's columns fit; what the fan-out asks in SQL."""
        follows = f"{subscription.follows_kind}:{subscription.follows_slug}"
        return (
            (subscription.union_id is None or subscription.union_id in self.union_ids)
            and (not subscription.role or self.any_role or subscription.role in self.roles)
            and (not subscription.use or subscription.use in self.uses)
            and (not subscription.vendor or subscription.vendor in self.vendors)
            and (not subscription.follows_kind or follows in self.follows)
        )


def subject_of(change: library.Change) -> Any:
    """Return the record that a change is about if members may see it, else None.

    It is live, unless the change is that it was retracted: then it is what members saw, and not
    what somebody drafts since.
    """
    try:
        model = records.model_of(change.record_kind)
    except LookupError:
        return None
    shown = model.objects.filter(live=True, visibility__in=visibility.LEVELS_OF_MEMBERS)
    if change.act != "retracted":
        return shown.filter(pk=change.record_id).first()
    found = acts.retracted_by(change=change)
    if found is None or found.visibility not in visibility.LEVELS_OF_MEMBERS:
        return None
    narrowed = model.objects.filter(pk=change.record_id, live=True).exclude(
        pk__in=shown.values("pk")
    )
    return None if narrowed.exists() else found


def of_change(change: library.Change) -> Concern | None:
    """Read what the change is about; None when its record is not shown to members (any more)."""
    subject = subject_of(change)
    if subject is None:
        return None
    unions = tuple(change.union_ids)
    follows = {f"{change.record_kind}:{subject.slug}"}
    if isinstance(subject, models.Deployment):
        return _of_deployment(subject, unions, follows)
    if isinstance(subject, library.Clause):
        return _of_clause(subject, unions, follows)
    if isinstance(subject, library.Agreement):
        return _of_agreement(subject, unions, follows)
    if isinstance(subject, models.Product):
        vendor = subject.vendor.slug
        follows.add(f"vendor:{vendor}")
        return Concern(union_ids=unions, vendors=frozenset({vendor}), follows=frozenset(follows))
    if isinstance(subject, models.Advisory):
        return _of_advisory(subject, unions, follows)
    vendors = frozenset({subject.slug}) if isinstance(subject, models.Vendor) else frozenset()
    return Concern(union_ids=unions, vendors=vendors, follows=frozenset(follows))


def _of_deployment(
    deployment: models.Deployment, unions: tuple[int, ...], follows: set[str]
) -> Concern:
    vendor = deployment.vendor.slug
    follows |= {f"vendor:{vendor}", f"product:{deployment.product.slug}"}
    confirmed = models.Link.objects.confirmed().filter(deployment=deployment)
    for clause, agreement, statute in confirmed.values_list(
        "clause__slug", "clause__agreement__slug", "clause__statute__slug"
    ):
        follows.add(f"clause:{clause}")
        follows.add(f"agreement:{agreement}" if agreement else f"statute:{statute}")
    return Concern(
        union_ids=unions,
        roles=_related("roles", deployment.roles),
        uses=_related("uses", deployment.uses),
        vendors=frozenset({vendor}),
        follows=frozenset(follows),
    )


def _of_clause(clause: library.Clause, unions: tuple[int, ...], follows: set[str]) -> Concern:
    if clause.agreement is not None:
        follows.add(f"agreement:{clause.agreement.slug}")
    if clause.statute is not None:
        follows.add(f"statute:{clause.statute.slug}")
    return Concern(
        union_ids=unions,
        roles=_related("roles", clause.roles),
        any_role=clause.is_for_everyone,
        uses=_related("uses", clause.uses),
        follows=frozenset(follows),
    )


def _of_agreement(
    agreement: library.Agreement, unions: tuple[int, ...], follows: set[str]
) -> Concern:
    """An agreement is about whom and what its clauses are about."""
    visible = library.Clause.objects.visible_to(visibility.AnyMember()).filter(agreement=agreement)
    rows = list(visible.values_list("roles", "uses", "is_for_everyone"))
    return Concern(
        union_ids=unions,
        roles=_related("roles", (role for roles, _, _ in rows for role in roles)),
        any_role=any(is_for_everyone for _, _, is_for_everyone in rows),
        uses=_related("uses", (use for _, uses, _ in rows for use in uses)),
        follows=frozenset(follows),
    )


def _of_advisory(advisory: models.Advisory, unions: tuple[int, ...], follows: set[str]) -> Concern:
    """A note is about what the records that it names are about; else it is for everyone."""
    member = visibility.AnyMember()
    clauses = library.Clause.objects.visible_to(member).filter(slug__in=advisory.clauses)
    rows = list(clauses.values_list("roles", "uses", "is_for_everyone"))
    events = models.Deployment.objects.visible_to(member).filter(slug__in=advisory.deployments)
    rows += [(roles, uses, False) for roles, uses in events.values_list("roles", "uses")]
    vendors = events.values_list("vendor__slug", flat=True)
    for kind in ("agreement", "clause", "deployment"):
        follows |= {f"{kind}:{slug}" for slug in getattr(advisory, f"{kind}s")}
    return Concern(
        union_ids=unions,
        roles=_related("roles", (role for roles, _, _ in rows for role in roles)),
        any_role=not rows or any(is_for_everyone for _, _, is_for_everyone in rows),
        uses=_related("uses", (use for _, uses, _ in rows for use in uses)),
        vendors=frozenset(vendors),
        follows=frozenset(follows),
    )


def _related(vocabulary: str, slugs: Iterable[str]) -> frozenset[str]:
    """Return the values, what they belong to, and what belongs to them."""
    parents: dict[str, str | None] = dict(
        library.TaxonomyTerm.objects.filter(vocabulary=vocabulary).values_list(
            "slug", "parent__slug"
        )
    )
    own = set(slugs)
    return frozenset(
        own
        | {above for slug in own for above in _chain(parents, slug)}
        | {slug for slug in parents if own & set(_chain(parents, slug))}
    )


def _chain(parents: Mapping[str, str | None], slug: str) -> list[str]:
    """Return the values above `slug`, nearest first."""
    found: list[str] = []
    above = parents.get(slug)
    while above and above not in found:
        found.append(above)
        above = parents.get(above)
    return found

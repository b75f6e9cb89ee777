"""What the API shows: what anybody may see, whoever asks."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from clauses.models import Agreement, Clause, Party, Statute
from tracker.models import Deployment, Link, Product, Vendor

ANYBODY = None
"""The viewer of every API answer: a partner's key or a session opens no other level."""

Rows = models.QuerySet[Any, Any]


def agreements() -> Rows:
    """Agreements that anybody may see."""
    return Agreement.objects.visible_to(ANYBODY)


def statutes() -> Rows:
    """Laws that anybody may see."""
    return Statute.objects.visible_to(ANYBODY)


def clauses() -> Rows:
    """Clauses that anybody may see."""
    return Clause.objects.visible_to(ANYBODY)


def parties() -> Rows:
    """Companies and bodies that anybody may see."""
    return Party.objects.visible_to(ANYBODY)


def vendors() -> Rows:
    """Vendors that anybody may see."""
    return Vendor.objects.visible_to(ANYBODY)


def products() -> Rows:
    """Products that anybody may see."""
    return Product.objects.visible_to(ANYBODY)


def deployments() -> Rows:
    """Deployments that anybody may see."""
    return Deployment.objects.visible_to(ANYBODY)


def links() -> Rows:
    """Links that a person confirmed, between records that anybody may see."""
    return Link.objects.confirmed().filter(clause__in=clauses(), deployment__in=deployments())


def visible_among(rows: Rows, mentioned: Iterable[str]) -> frozenset[str]:
    """Return which of the slugs mentioned are those of `rows`. One query, none for nothing."""
    wanted = set(mentioned)
    if not wanted:
        return frozenset()
    return frozenset(rows.filter(slug__in=wanted).values_list("slug", flat=True))

"""The changes that anybody may learn of: those of records that were public before or after."""

from typing import Any

from django.db import models
from django.db.models.fields import json

from clauses.models import Change, Publication, RecordKind
from tracker.api import addresses, shown

KINDS = {
    RecordKind.AGREEMENT: ("agreements", shown.agreements),
    RecordKind.STATUTE: ("statutes", shown.statutes),
    RecordKind.CLAUSE: ("clauses", shown.clauses),
    RecordKind.PARTY: ("parties", shown.parties),
    RecordKind.VENDOR: ("vendors", shown.vendors),
    RecordKind.PRODUCT: ("products", shown.products),
    RecordKind.DEPLOYMENT: ("deployments", shown.deployments),
}
COLUMNS = ("id", "kind", "record_kind", "record_id", "slug", "at", "changed_fields")
# Names of columns that speak of staff or of the rules' own notes; everything else is public.
UNTOLD_FIELDS = frozenset(
    {"confidence_note", "rules_note", "source_values", "refinement", "note", "visibility"}
)


def public() -> models.QuerySet[Change]:
    """Return the changes of records, leaving out those that touched only what is hidden."""
    this = Publication.objects.filter(
        pk=models.OuterRef("publication_id"), revision__content__visibility="public"
    )
    earlier = (
        Publication.objects.filter(
            record_kind=models.OuterRef("record_kind"),
            record_id=models.OuterRef("record_id"),
            live_from__lte=models.OuterRef("at"),
        )
        .exclude(pk=models.functions.Coalesce(models.OuterRef("publication_id"), 0))
        .order_by("-live_from", "-pk")
        .annotate(level=json.KeyTextTransform("visibility", "revision__content"))
    )
    return (
        Change.objects.filter(record_kind__in=KINDS)
        .annotate(level_before=models.Subquery(earlier.values("level")[:1]))
        .filter(models.Q(models.Exists(this)) | models.Q(level_before="public"))
        .order_by("pk")
    )


def after(*, change_id: int, limit: int, base: str) -> tuple[list[dict[str, Any]], bool]:
    """Return up to `limit` changes after one, and whether there are more."""
    rows = list(public().filter(pk__gt=change_id).values(*COLUMNS)[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    mentioned: dict[str, list[str]] = {}
    for row in rows:
        mentioned.setdefault(row["record_kind"], []).append(row["slug"])
    visible = {
        kind: shown.visible_among(KINDS[RecordKind(kind)][1](), slugs)
        for kind, slugs in mentioned.items()
    }
    return [_written(row, visible, base) for row in rows], has_more


def head() -> int:
    """Return the id of the newest public change; 0 where there is none."""
    newest = public().order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _written(row: dict[str, Any], visible: dict[str, frozenset[str]], base: str) -> dict[str, Any]:
    kind = row["record_kind"]
    is_visible = row["slug"] in visible[kind]
    return {
        "id": row["id"],
        "kind": row["kind"],
        "record_kind": kind,
        "slug": row["slug"],
        "at": row["at"],
        "changed_fields": [name for name in row["changed_fields"] if name not in UNTOLD_FIELDS],
        "url": addresses.of_record(kind=KINDS[RecordKind(kind)][0], slug=row["slug"], base=base)
        if is_visible
        else None,
    }

"""What a search may find: the condition that every statement of the engine is bound by."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scope:
    """A condition on entries as SQL with its named values, and the day that terms are judged by."""

    sql: str
    values: Mapping[str, Any]
    on: datetime.date


def visible(
    *,
    levels: Sequence[str],
    kinds: Sequence[str],
    on: datetime.date,
    only: "Mapping[str, models.QuerySet[Any]] | None" = None,
) -> Scope:
    """Live records of these levels and kinds; of deployments those that happened by the day.

    Of the kinds in `only` those of its querysets: for records whose readers no level tells apart.
    """
    sql = (
        "visibility = ANY(%(levels)s) AND record_kind = ANY(%(kinds)s)"
        " AND (happened_on IS NULL OR happened_on <= %(on)s)"
    )
    values: dict[str, Any] = {"levels": list(levels), "kinds": list(kinds), "on": on}
    for kind, queryset in (only or {}).items():
        chosen, given = _ids(queryset, prefix=f"only_{kind}")
        sql += f" AND (record_kind <> %(only_{kind})s OR record_id IN ({chosen}))"
        values |= {f"only_{kind}": kind, **given}
    return Scope(sql=sql, values=values, on=on)


def among(*, queryset: "models.QuerySet[Any]", on: datetime.date) -> Scope:
    """Live records of a queryset, which says itself who may see them."""
    written, given = _ids(queryset, prefix="among")
    return Scope(
        sql=f"scope = 'live' AND record_kind = %(kind)s AND record_id IN ({written})",
        values={"kind": queryset.model.record_kind, "on": on, **given},
        on=on,
    )


def desk(*, kinds: Sequence[str], on: datetime.date, only_drafts: bool = False) -> Scope:
    """Everything, drafts and what was taken off included; only for those who work at the desk."""
    drafts = " AND scope = 'draft'" if only_drafts else ""
    return Scope(
        sql=f"record_kind = ANY(%(kinds)s){drafts}", values={"kinds": list(kinds), "on": on}, on=on
    )


def _ids(queryset: "models.QuerySet[Any]", *, prefix: str) -> tuple[str, dict[str, Any]]:
    """Return a queryset's ids as SQL with named values."""
    written, given = queryset.order_by().values("pk").query.sql_with_params()
    names = [f"{prefix}_{place}" for place in range(len(given))]
    for name in names:
        written = written.replace("%s", f"%({name})s", 1)
    return written, dict(zip(names, given, strict=True))

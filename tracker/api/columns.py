"""Children of records as JSON columns, so that a page of records is one query."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

SOURCE = ("title", "publisher", "url", "date_text", "tier", "language", "was_seen")


def children(
    model: type[models.Model], parent: str, *fields: str, order: str = "sort_order"
) -> ArraySubquery:
    """Return the children of a record, each as a JSON object of `fields`, in their order."""
    rows = model._default_manager.filter(**{parent: models.OuterRef("pk")})
    return objects(rows.order_by(order, "pk"), *fields)


def objects(rows: models.QuerySet[Any, Any], *fields: str, **named: Any) -> ArraySubquery:
    """Return rows as an array of JSON objects."""
    columns: dict[str, Any] = {field: field for field in fields} | named
    return ArraySubquery(rows.annotate(as_json=JSONObject(**columns)).values("as_json"))


def slugs(rows: models.QuerySet[Any, Any], column: str = "slug") -> ArraySubquery:
    """Return one column of rows as an array, in the order of that column."""
    return ArraySubquery(rows.order_by(column).values(column))


def words(model: type[models.Model], parent: str, language: str, *more: str) -> models.Subquery:
    """Return the text of a record in one language as a JSON object, or null."""
    rows = model._default_manager.filter(
        **{parent: models.OuterRef("pk"), "language": language}
    ).annotate(
        as_json=JSONObject(
            title="title",
            summary="summary",
            plain_language="plain_language",
            status="status",
            **{name: name for name in more},
        )
    )
    return models.Subquery(rows.values("as_json")[:1], output_field=models.JSONField())

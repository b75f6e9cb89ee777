"""Children of records as JSON columns, so that a page of records is one query."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from clauses.models import record, texts

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


def words(model: type[record.CatalogueRecord], language: str, *more: str) -> models.Subquery:
    """Return the text of a record in one language as a JSON object, or null.

    A translation of English words that have since changed is none.
    """
    texts_of_it = {relation.name: relation for relation in model._meta.related_objects}["texts"]
    translations: Any = texts_of_it.related_model
    parts = (model.english.get(part) for part in ("title", "summary", "plain_language"))
    digest = texts.OriginalDigest(
        *(models.OuterRef(column) if column else models.Value("") for column in parts)
    )
    rows = translations.objects.filter(
        models.Q(original_digest="") | models.Q(original_digest=digest),
        **{str(model._meta.model_name): models.OuterRef("pk"), "language": language},
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

"""The loader's road through publishing: many records of one model in one act, and nobody is told.

It leaves exactly what clauses/publishing.py leaves for one record: row, children, revision,
publication, Change and audit entry. A record whose words are the same gets no new publication.
"""

import dataclasses
import datetime
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from modelcluster import models as clusters
from wagtail.models import ModelLogEntry, Revision

from clauses import clearing, publishing
from clauses.models import CatalogueRecord, Change, Publication

ACTOR = Publication.SystemActor.CATALOGUE
SILENCE = "Loaded from the catalogue."
ROW_OF_LIVE = (
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "live_revision",
    "is_staff_reviewed",
    "catalogue_digest",
    "updated_at",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text:
    """A record as it should read: its values are set, its children are not yet saved."""

    record: CatalogueRecord
    is_new: bool
    children: Mapping[str, Sequence[Any]]
    many: Mapping[str, Sequence[int]]


def reserve(*, model: Any, count: int) -> list[int]:
    """Take `count` ids of a model, so that rows can point to each other before they exist."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', model._meta.pk.column, count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def publish(
    *,
    model: type[CatalogueRecord],
    texts: Sequence[Text],
    fields: Sequence[str],
    now: datetime.datetime,
) -> None:
    """Save and publish records of `model` at `now` (aware); `fields` are those the catalogue sets.

    Runs inside the caller's transaction, which holds the rows of records that are not new.
    """
    if not texts:
        return
    before = _live_publications(model=model, texts=texts)
    for text, revision_id in zip(texts, reserve(model=Revision, count=len(texts)), strict=True):
        _make_live(text.record, revision_id=revision_id, now=now)
    rows: Any = model._default_manager
    rows.bulk_create([text.record for text in texts if text.is_new])
    _save_children(model=model, texts=texts)
    ranks = _ranks(model)
    contents = {text.record.pk: _content(model, text, ranks) for text in texts}
    same = {
        text.record.pk
        for text in texts
        if text.record.pk in before
        and not publishing.changed_fields(
            before=_readable(model, before[text.record.pk].revision.content),
            after=_readable(model, contents[text.record.pk]),
        )
    }
    for text in texts:
        if text.record.pk in same:  # the words are those that are live already
            live: Any = before[text.record.pk].revision
            text.record.latest_revision = text.record.live_revision = live
    changed = [text.record for text in texts if not text.is_new]
    if changed:
        rows.bulk_update(changed, [*fields, *ROW_OF_LIVE])
    fresh = [text for text in texts if text.record.pk not in same]
    _record_publications(model=model, texts=fresh, contents=contents, before=before, now=now)


def _live_publications(
    *, model: type[CatalogueRecord], texts: Sequence[Text]
) -> dict[int, Publication]:
    live = Publication.objects.live().filter(
        record_kind=model.record_kind,
        record_id__in=[text.record.pk for text in texts if not text.is_new],
    )
    return {publication.record_id: publication for publication in live.select_related("revision")}


def _make_live(record: Any, *, revision_id: int, now: datetime.datetime) -> None:
    record.live = True
    record.has_unpublished_changes = False
    record.first_published_at = record.first_published_at or now
    record.last_published_at = now
    record.latest_revision_id = record.live_revision_id = revision_id
    record.is_staff_reviewed = False
    record.updated_at = now


def _save_children(*, model: type[CatalogueRecord], texts: Sequence[Text]) -> None:
    old = [text.record.pk for text in texts if not text.is_new]
    for relation in clusters.get_all_child_relations(model):
        name, key = relation.get_accessor_name(), relation.field.name
        child: Any = relation.related_model._default_manager
        if old:
            child.filter(**{f"{key}__in": old}).delete()
        new = []
        for text in texts:
            for place, each in enumerate(text.children.get(name, ())):
                setattr(each, relation.field.attname, text.record.pk)
                if hasattr(each, "sort_order"):
                    each.sort_order = place
                new.append(each)
        child.bulk_create(new)
    for field in clusters.get_all_child_m2m_relations(model):
        through = field.remote_field.through
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        if old:
            through._default_manager.filter(**{f"{own}__in": old}).delete()
        through._default_manager.bulk_create(
            through(**{f"{own}_id": text.record.pk, f"{other}_id": pk})
            for text in texts
            for pk in text.many.get(field.name, ())
        )


def _ranks(model: type[CatalogueRecord]) -> dict[str, dict[int, int]]:
    """Rank what a record may point to in the order in which an editor would find it listed."""
    return {
        field.name: {
            pk: rank
            for rank, pk in enumerate(
                field.related_model._default_manager.values_list("pk", flat=True)
            )
        }
        for field in clusters.get_all_child_m2m_relations(model)
    }


def _content(
    model: type[CatalogueRecord], text: Text, ranks: Mapping[str, Mapping[int, int]]
) -> dict[str, Any]:
    content: dict[str, Any] = clusters.get_serializable_data_for_fields(text.record)
    for relation in clusters.get_all_child_relations(model):
        name = relation.get_accessor_name()
        content[name] = [
            clusters.get_serializable_data_for_fields(each) for each in text.children.get(name, ())
        ]
    for field in clusters.get_all_child_m2m_relations(model):
        content[field.name] = sorted(
            text.many.get(field.name, ()), key=ranks[field.name].__getitem__
        )
    return content


def _readable(model: type[CatalogueRecord], content: dict[str, Any]) -> dict[str, Any]:
    return publishing.readable_content(content, parent=str(model._meta.model_name))


def _digest(model: type[CatalogueRecord], content: dict[str, Any]) -> str:
    return publishing.digest(_readable(model, content))


def _record_publications(
    *,
    model: type[CatalogueRecord],
    texts: Sequence[Text],
    contents: Mapping[int, dict[str, Any]],
    before: Mapping[int, Publication],
    now: datetime.datetime,
) -> None:
    kind = model.record_kind
    revision_ids = {text.record.pk: int(text.record.latest_revision_id or 0) for text in texts}
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    ever = set(
        Publication.objects.filter(
            record_kind=kind, record_id__in=[text.record.pk for text in texts]
        ).values_list("record_id", flat=True)
    )
    Revision.objects.bulk_create(
        Revision(
            pk=revision_ids[text.record.pk],
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(text.record.pk),
            created_at=now,
            object_str=str(text.record),
            content=contents[text.record.pk],
        )
        for text in texts
    )
    Publication.objects.live().filter(
        record_kind=kind, record_id__in=[text.record.pk for text in texts]
    ).update(live_until=now)
    publications = Publication.objects.bulk_create(
        Publication(
            record_kind=kind,
            record_id=text.record.pk,
            slug=text.record.slug,
            revision_id=revision_ids[text.record.pk],
            content_digest=_digest(model, contents[text.record.pk]),
            system_actor=ACTOR,
            live_from=now,
        )
        for text in texts
    )
    Change.objects.bulk_create(
        Change(
            kind=f"{kind}.{'revised' if text.record.pk in ever else 'published'}",
            record_kind=kind,
            record_id=text.record.pk,
            slug=text.record.slug,
            at=now,
            system_actor=ACTOR,
            silence_reason=SILENCE,
            changed_fields=_changed_fields(model, text, contents, before),
            publication=publication,
        )
        for text, publication in zip(texts, publications, strict=True)
    )
    for text, publication in zip(texts, publications, strict=True):
        clearing.after_publication(
            record=text.record,
            publication=publication,
            readable=functools.partial(_readable, model),
            by=None,
            at=now,
        )
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(text.record.pk),
            label=str(text.record),
            action="wagtail.publish",
            timestamp=now,
            revision_id=revision_ids[text.record.pk],
            content_changed=True,
        )
        for text in texts
    )


def _changed_fields(
    model: type[CatalogueRecord],
    text: Text,
    contents: Mapping[int, dict[str, Any]],
    before: Mapping[int, Publication],
) -> list[str]:
    live: Any = before.get(text.record.pk)
    return publishing.changed_fields(
        before=_readable(model, live.revision.content) if live else None,
        after=_readable(model, contents[text.record.pk]),
    )

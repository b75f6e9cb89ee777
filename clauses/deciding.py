"""Who may decide on many drafts at once, asked in a constant number of questions.

The rules are those of clauses/publishing.py; a single draft is judged there.
"""

import collections
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Revision

from clauses import acts, claims, publishing
from clauses.models.publication import Publication
from clauses.models.union import StaffUnion

Key = tuple[str, int]
"""Kind and id of a record."""


def records_by_key(states: Iterable[Any]) -> dict[tuple[int, str], Any]:
    """Read the records of workflow states, each with its latest revision and its unions."""
    wanted: dict[int, set[str]] = collections.defaultdict(set)
    for state in states:
        wanted[state.base_content_type_id].add(state.object_id)
    found = {}
    for kind_id, ids in wanted.items():
        model = ContentType.objects.get_for_id(kind_id).model_class()
        if model is None:
            continue
        rows = model._default_manager.select_related("latest_revision").filter(pk__in=ids)
        unions = getattr(model, "publishing_unions", "")
        for record in rows.prefetch_related(*([unions] if unions else [])):
            found[kind_id, str(record.pk)] = record
    return found


def refusals(*, reviews: Sequence[Any], by: Any) -> list[str]:
    """Say for each review why `by` may not approve it; empty where nothing stands against it."""
    own = set(StaffUnion.objects.filter(user=by).values_list("union_id", flat=True))
    authors = _authors(reviews)
    corrections = acts.corrections_asked_by(by)
    texts = [(type(review.record), review.revision.content) for review in reviews]
    return [
        _refusal(
            record=review.record, authors=authors[_key(review.record)], meant=meant, by=by, own=own
        )
        or (acts.own_correction() if _key(review.record) in corrections else "")
        for review, meant in zip(reviews, claims.union_ids(texts=texts), strict=True)
    ]


def _refusal(
    *, record: Any, authors: set[int], meant: frozenset[int], by: Any, own: set[int]
) -> str:
    try:
        publishing.check_author(by=by, authors=authors)
        publishing.check_reviewer(by=by)
        publishing.check_own_unions(record=record, own=own)
        publishing.check_meant_unions(meant=meant, own=own)
    except PermissionDenied as refused:
        return str(refused)
    return ""


def _key(record: Any) -> Key:
    return (str(record.record_kind), record.pk)


def _authors(reviews: Sequence[Any]) -> dict[Key, set[int]]:
    """Who saved a revision of each record since the last one that was live (author_ids())."""
    revision_of = {_key(review.record): review.revision for review in reviews}
    by_kind: dict[str, list[int]] = collections.defaultdict(list)
    for kind, record_id in revision_of:
        by_kind[kind].append(record_id)
    last_live: dict[Key, int] = {}
    for kind, record_id, revision_id in Publication.objects.filter(
        _any(Q(record_kind=kind, record_id__in=ids) for kind, ids in by_kind.items())
    ).values_list("record_kind", "record_id", "revision_id"):
        key = (kind, record_id)
        if revision_id < revision_of[key].pk:
            last_live[key] = max(revision_id, last_live.get(key, 0))
    key_of = {
        (revision.base_content_type_id, revision.object_id): key
        for key, revision in revision_of.items()
    }
    by_type: dict[int, list[str]] = collections.defaultdict(list)
    for type_id, object_id in key_of:
        by_type[type_id].append(object_id)
    found: dict[Key, set[int]] = {key: set() for key in revision_of}
    for type_id, object_id, revision_id, user_id in Revision.objects.filter(
        _any(Q(base_content_type_id=kind, object_id__in=ids) for kind, ids in by_type.items()),
        user__isnull=False,
    ).values_list("base_content_type_id", "object_id", "pk", "user_id"):
        key = key_of[type_id, object_id]
        if last_live.get(key, 0) < revision_id <= revision_of[key].pk:
            found[key].add(user_id)
    return found


def _any(conditions: Iterable[Q]) -> Q:
    either = Q(pk__in=[])
    for condition in conditions:
        either |= condition
    return either

"""A member's alerts in words: what changed, why it was sent, by month. Never who else got it."""

import collections
import dataclasses
import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.models import model_from_serializable_data

from clauses import acts, readings, visibility, vocabulary
from clauses.models import record as records
from clauses.models import union as unions
from tracker.alerts.models import Delivery

KIND_LABELS: dict[str, Any] = {
    records.RecordKind.AGREEMENT: gettext_lazy("agreement"),
    records.RecordKind.STATUTE: gettext_lazy("law"),
    records.RecordKind.CLAUSE: gettext_lazy("clause"),
    records.RecordKind.PARTY: gettext_lazy("company or body"),
    records.RecordKind.VENDOR: gettext_lazy("vendor"),
    records.RecordKind.PRODUCT: gettext_lazy("product"),
    records.RecordKind.DEPLOYMENT: gettext_lazy("deployment"),
    records.RecordKind.LINK: gettext_lazy("clause and deployment"),
    records.RecordKind.ADVISORY: gettext_lazy("note from staff"),
}

MARKS = {"corrected": gettext_lazy("Correction"), "retracted": gettext_lazy("Taken back")}


@dataclasses.dataclass(frozen=True, kw_only=True)
class AlertRow:
    """One alert as the inbox lists it."""

    id: uuid.UUID
    day: datetime.datetime
    title: str
    address: str
    kind: str
    mark: str
    is_unread: bool
    reasons: list[str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Month:
    """The alerts of one month, newest first."""

    first: datetime.date
    rows: list[AlertRow]


def rows_of(
    *,
    deliveries: Sequence[Delivery],
    viewer: visibility.Viewer,
    words: vocabulary.Vocabulary,
) -> list[AlertRow]:
    """Turn deliveries into rows: one query a kind of record, one for the unions' names."""
    found = records_of(deliveries=deliveries, viewer=viewer, language=words.language)
    names = union_names(deliveries=deliveries)
    rows = []
    for delivery in deliveries:
        change = delivery.change
        record = found.get((change.record_kind, change.record_id))
        if record is not None and not record.live and change.act != "retracted":
            record = None  # named only where it is said that it was taken back
        rows.append(
            AlertRow(
                id=delivery.pk,
                day=delivery.created_at,
                title=readings.read(record=record, language=words.language).title
                if record is not None
                else _("A record that is no longer shown"),
                address=record.get_absolute_url() if record is not None else "",
                kind=str(KIND_LABELS.get(change.record_kind, change.record_kind)),
                mark=str(MARKS.get(change.act, "")),
                is_unread=delivery.read_at is None,
                reasons=reasons_in_words(reasons=delivery.reasons, words=words, union_names=names),
            )
        )
    return rows


def by_month(*, rows: Iterable[AlertRow]) -> list[Month]:
    """Group rows by the month they came in, keeping their order."""
    months: dict[datetime.date, list[AlertRow]] = {}
    for row in rows:
        months.setdefault(row.day.date().replace(day=1), []).append(row)
    return [Month(first=first, rows=kept) for first, kept in months.items()]


def union_names(*, deliveries: Iterable[Delivery]) -> dict[int, str]:
    """Read the names of the unions that the reasons speak of."""
    ids = {
        reason["union"]
        for delivery in deliveries
        for reason in delivery.reasons
        if reason.get("union")
    }
    return dict(unions.Union.objects.filter(pk__in=ids).values_list("pk", "name"))


def reasons_in_words(
    *,
    reasons: Iterable[Mapping[str, Any]],
    words: vocabulary.Vocabulary,
    union_names: Mapping[int, str],
) -> list[str]:
    """Say which of the member's subscriptions matched, each once."""
    told = [
        subscription_in_words(reason=reason, words=words, union_names=union_names)
        for reason in reasons
    ]
    return list(dict.fromkeys(told))


def subscription_in_words(
    *,
    reason: Mapping[str, Any],
    words: vocabulary.Vocabulary,
    union_names: Mapping[int, str],
) -> str:
    """Say what one subscription is about: union, role, use, vendor or one record."""
    parts = []
    if reason.get("role"):
        parts.append(words.label("roles", reason["role"]))
    if reason.get("use"):
        parts.append(words.label("uses", reason["use"]))
    if reason.get("vendor"):
        parts.append(str(reason["vendor"]))
    if reason.get("follows"):
        parts.append(str(reason["follows"]).partition(":")[2])
    if reason.get("union"):
        parts.append(union_names.get(reason["union"], _("a union")))
    return ", ".join(parts) or _("everything")


def records_of(
    *, deliveries: Iterable[Delivery], viewer: visibility.Viewer, language: str
) -> dict[tuple[str, int], Any]:
    """Read the records that changes speak of, as far as the viewer may see them, by kind and id.

    Whoever was told that a record was taken back finds it named, though it is no longer shown.
    """
    wanted: dict[str, set[int]] = collections.defaultdict(set)
    taken_back: dict[str, set[int]] = collections.defaultdict(set)
    for delivery in deliveries:
        wanted[delivery.change.record_kind].add(delivery.change.record_id)
        if delivery.change.act == "retracted":
            taken_back[delivery.change.record_kind].add(delivery.change.record_id)
    found: dict[tuple[str, int], Any] = {}
    for kind, ids in wanted.items():
        try:
            model = records.model_of(kind)
        except LookupError:
            continue
        rows = model._default_manager.visible_to(viewer).filter(pk__in=ids)
        texts = next((row for row in model._meta.related_objects if row.name == "texts"), None)
        if taken_back[kind]:
            levels = visibility.levels_for(viewer)
            kept = acts.words_taken_back(kind=kind, record_ids=taken_back[kind])
            for row in model._default_manager.filter(live=False, pk__in=kept):
                if kept[row.pk]["visibility"] in levels:
                    found[kind, row.pk] = _as_published(row, kept[row.pk], language=language)
        if texts is not None:
            words = readings.in_language(model=texts.related_model, language=language)
            rows = rows.prefetch_related(words)
        found.update({(kind, row.pk): row for row in rows})
    return found


def _as_published(row: Any, content: Mapping[str, Any], *, language: str) -> Any:
    """Give the row the words that members saw: its own may be those of a draft since."""
    for column in ("title", "name", *row.english.values()):
        if column in content:
            setattr(row, column, content[column])
    texts = next((each for each in row._meta.related_objects if each.name == "texts"), None)
    if texts is not None:
        row.words_here = [
            model_from_serializable_data(texts.related_model, words, check_fks=False)
            for words in content.get("texts", [])
            if words["language"] == language
        ]
    return row

"""Puts values of a file into a clause, touching nothing that they do not change."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from clauses.exchange import columns, drafts
from clauses.models import Agreement, Clause, ClauseSource, ClauseText, Statute, TimeLimit

RELATIONS = frozenset({"agreement", "statute", "carried_into", "builds_on"})
CHILDREN = {"sources": ClauseSource, "time_limits": TimeLimit}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Targets:
    """Records that a clause may point to, by slug."""

    agreements: Mapping[str, Agreement]
    statutes: Mapping[str, Statute]
    clauses: Mapping[str, int]

    @classmethod
    def read(cls) -> "Targets":
        """Read them once; three queries."""
        return cls(
            agreements={row.slug: row for row in Agreement.objects.all()},
            statutes={row.slug: row for row in Statute.objects.all()},
            clauses=dict(Clause.objects.values_list("slug", "pk")),
        )


def defaults() -> columns.Values:
    """Return what a new clause holds where a file says nothing and the field has a default."""
    fresh = Clause()
    return {
        "duty": fresh.duty,
        "level": fresh.level,
        "visibility": fresh.visibility,
        "priority": fresh.priority,
    }


def standing(*, pk: int | None) -> Any:
    """Return a clause as its latest draft has it; a new one without a row if `pk` is None."""
    if pk is None:
        return Clause(live=False)
    return Clause.objects.get(pk=pk).get_latest_revision_as_object()


def fill(*, record: Any, changed: Mapping[str, Any], targets: Targets) -> None:
    """Set the changed columns of a clause; clauses that have no row yet are left out of lists."""
    for name, value in changed.items():
        column = columns.BY_NAME[name]
        if name in CHILDREN:
            _replace(record=record, relation=name, rows=value)
        elif name in RELATIONS:
            _point(record=record, name=name, value=value, targets=targets)
        elif column.kind is columns.Kind.DAY:
            setattr(record, name, datetime.date.fromisoformat(value) if value else None)
        elif column.attribute:
            setattr(record, column.attribute, value)
    for language in columns.LANGUAGES:
        parts = {
            columns.BY_NAME[name].path[2]: value
            for name, value in changed.items()
            if columns.BY_NAME[name].path[:2] == ("texts", language)
        }
        if parts:
            _translate(record=record, language=language, parts=parts)


def check(*, record: Any, changed: Mapping[str, Any]) -> None:
    """Judge a filled clause as its form would on saving a draft. Raises ValidationError."""
    touched = {columns.BY_NAME[name].attribute for name in changed}
    needed = {"slug", "title"}
    names = {field.name for field in record._meta.get_fields() if hasattr(field, "attname")}
    if not record.slug or not record.title.strip():
        missing = "slug" if not record.slug else "title"
        raise ValidationError({missing: _("This is needed.")})
    record.clean_fields(exclude=names - ((touched - RELATIONS) | needed))
    record.clean()
    for relation in CHILDREN:
        if relation in changed:
            for place, child in enumerate(getattr(record, relation).all(), start=1):
                _check_child(relation=relation, place=place, child=child)
    if any(name.startswith(columns.LANGUAGES) for name in changed):
        for text in record.texts.all():
            _check_text(text)


def column_of(name: str) -> str:
    """Return the column in which a fault of the record's field stands."""
    if name == NON_FIELD_ERRORS:
        return "agreement"
    return next((each.name for each in columns.COLUMNS if each.attribute == name), name)


def _check_child(*, relation: str, place: int, child: Any) -> None:
    try:
        child.full_clean(exclude=("clause", "tier"))
    except ValidationError as refused:
        said = "; ".join(
            f"{name}: {' '.join(sentences)}" for name, sentences in refused.message_dict.items()
        )
        raise ValidationError({relation: f"{place}: {said}"}) from refused


def _check_text(text: Any) -> None:
    try:
        text.full_clean(exclude=("clause",))
    except ValidationError as refused:
        raise ValidationError(
            {
                f"{text.language}_{name}": sentences
                for name, sentences in refused.message_dict.items()
            }
        ) from refused


def _point(*, record: Any, name: str, value: Any, targets: Targets) -> None:
    match name:
        case "agreement":
            record.agreement = targets.agreements[value] if value else None
        case "statute":
            record.statute = targets.statutes[value] if value else None
        case "carried_into":
            record.carried_into = [targets.agreements[slug] for slug in value]
        case _:
            ids = [targets.clauses[slug] for slug in value if slug in targets.clauses]
            record.builds_on = list(Clause.objects.filter(pk__in=ids)) if ids else []


def _replace(*, record: Any, relation: str, rows: list[dict[str, Any]]) -> None:
    """Set the rows of a list; a row that stays the same stays the same child."""
    manager = getattr(record, relation)
    old = list(manager.all())
    read = drafts.source if relation == "sources" else drafts.time_limit
    left = [(child, read(vars(child))) for child in old]
    found = []
    for place, row in enumerate(rows):
        same = next((each for each in left if each[1] == row), None)
        if same is not None:
            left.remove(same)
            child = same[0]
        else:
            child = CHILDREN[relation]()
            _fill_child(child=child, relation=relation, row=row)
        child.sort_order = place
        found.append(child)
    setattr(record, relation, found)


def _fill_child(*, child: Any, relation: str, row: Mapping[str, Any]) -> None:
    if relation == "sources":
        for name in ("title", "publisher", "url", "tier", "language"):
            setattr(child, name, row[name] or "")
        child.date_text, child.was_seen = row["date"] or "", row["was_seen"]
    else:
        child.number, child.unit, child.direction = row["number"], row["unit"], row["direction"]
        child.starts_from, child.applies_to = row["starts_from"] or "", row["applies_to"] or ""


def _translate(*, record: Any, language: str, parts: Mapping[str, Any]) -> None:
    """Set parts of a translation, which is then one of the English words as they now are."""
    texts = list(record.texts.all())
    text = next((each for each in texts if each.language == language), None)
    if text is None:
        text = ClauseText(language=language)
        texts.append(text)
    for name, value in parts.items():
        setattr(text, name, value)
    text.original_digest = record.english_digest()
    if not text.status:  # a translation of which not even a status is left
        texts.remove(text)
    record.texts = texts

"""Compares what the catalogue wants with what the database holds, and writes the difference.

A record that staff edited since the loader last wrote it is kept as it is, and so is one that
somebody locked. Nothing is deleted.
"""

import collections
import dataclasses
import datetime
import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from clauses import catalogue_publishing
from clauses.loading import wanted
from clauses.models import CatalogueRecord, Publication
from clauses.searching import holding

DIGEST = "catalogue_digest"
STATE = (
    DIGEST,
    "live",
    "has_unpublished_changes",
    "latest_revision_id",
    "live_revision_id",
    "locked",
)


class Outcome(enum.StrEnum):
    """What became of one record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclasses.dataclass
class Tally:
    """What became of the records of each model, by its plural name.

    `kept` names those that staff edited, `locked` those that somebody locked, `left` those that the
    loader once wrote and that are in the files no longer; they stay, because nothing is deleted.
    """

    counts: dict[str, collections.Counter[Outcome]] = dataclasses.field(default_factory=dict)
    kept: list[str] = dataclasses.field(default_factory=list)
    locked: list[str] = dataclasses.field(default_factory=list)
    left: list[str] = dataclasses.field(default_factory=list)

    def add(self, model: Any, outcome: Outcome, name: str, *, is_locked: bool = False) -> None:
        """Count one record of `model`; one that is kept because it is locked is named so."""
        kind = str(model._meta.verbose_name_plural)
        self.counts.setdefault(kind, collections.Counter())[outcome] += 1
        if outcome is Outcome.KEPT:
            names = self.locked if is_locked else self.kept
            names.append(f"{model._meta.verbose_name} {name}")

    def leave(self, model: Any, names: Iterable[str]) -> None:
        """Note rows of the loader that the files no longer hold."""
        self.left += [f"{model._meta.verbose_name} {name}" for name in names]

    @property
    def total(self) -> collections.Counter[Outcome]:
        """The sum over all models."""
        return sum(self.counts.values(), collections.Counter())


class Rows:
    """Ids of the rows that references lead to, those about to be created included."""

    def __init__(self) -> None:
        self.ids: dict[type[models.Model], dict[str, int]] = {}

    def resolve(self, ref: wanted.Ref) -> int:
        """Return the id of the row that `ref` names."""
        if ref.model not in self.ids:
            rows: Any = ref.model._default_manager
            self.ids[ref.model] = dict(rows.values_list("slug", "pk"))
        return self.ids[ref.model][ref.slug]

    def learn(self, model: type[models.Model], ids: Mapping[str, int]) -> None:
        """Remember the ids of a model's rows by slug."""
        self.ids.setdefault(model, {}).update(ids)

    def assign(self, target: Any, values: Mapping[str, Any]) -> None:
        """Set `values` on a model instance, references by id."""
        for name, value in values.items():
            if isinstance(value, wanted.Ref):
                setattr(target, f"{name}_id", self.resolve(value))
            else:
                setattr(target, name, value)


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Plan:
    """The records of one model that are written, and how."""

    model: type[CatalogueRecord]
    creates: Sequence[wanted.Record]
    updates: Sequence[wanted.Record]


def write(
    *,
    rows: Iterable[wanted.Row],
    records: Iterable[wanted.Record],
    now: datetime.datetime,
) -> Tally:
    """Write plain rows and records, publish the records at `now` (aware), and count the outcomes.

    Runs inside the caller's transaction.
    """
    holding.hold()  # nobody saves or locks a record between the comparison and the writing
    tally = Tally()
    known = Rows()
    for model, group in _by_model(rows).items():
        _write_rows(model=model, group=group, known=known, tally=tally)
    plans = [
        _plan(model=model, group=group, known=known, tally=tally)
        for model, group in _by_model(records).items()
    ]
    for plan in plans:
        _carry_out(plan=plan, known=known, now=now)
    return tally


def _by_model(wishes: Iterable[Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for wish in wishes:
        groups.setdefault(wish.model, []).append(wish)
    return groups


def _plan(
    *, model: type[CatalogueRecord], group: list[wanted.Record], known: Rows, tally: Tally
) -> _Plan:
    manager: Any = model._default_manager
    present = {row["slug"]: row for row in manager.values("slug", "pk", *STATE)}
    edited = _edited_by_staff(model, present.values())
    creates, updates = [], []
    for wish in group:
        row = present.get(wish.slug)
        is_locked = False
        if row is None:
            creates.append(wish)
            outcome = Outcome.CREATED
        elif row[DIGEST] == wish.digest:
            outcome = Outcome.UNCHANGED
        elif row["pk"] in edited or row["locked"]:
            outcome = Outcome.KEPT
            is_locked = row["pk"] not in edited
        else:
            updates.append(wish)
            outcome = Outcome.UPDATED
        tally.add(model, outcome, wish.slug, is_locked=is_locked)
    wished = {wish.slug for wish in group}
    tally.leave(model, [slug for slug in present if present[slug][DIGEST] and slug not in wished])
    known.learn(model, {slug: row["pk"] for slug, row in present.items()})
    if creates:
        ids = catalogue_publishing.reserve(model=model, count=len(creates))
        known.learn(model, dict(zip([wish.slug for wish in creates], ids, strict=True)))
    return _Plan(model=model, creates=creates, updates=updates)


def _edited_by_staff(model: type[CatalogueRecord], rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Ids of the rows that are not as the loader last published them."""
    by_loader = set(
        Publication.objects.live()
        .filter(record_kind=model.record_kind, system_actor=Publication.SystemActor.CATALOGUE)
        .values_list("record_id", flat=True)
    )
    return {
        row["pk"]
        for row in rows
        if row["pk"] not in by_loader
        or not row["live"]
        or row["has_unpublished_changes"]
        or row["latest_revision_id"] != row["live_revision_id"]
    }


def _carry_out(*, plan: _Plan, known: Rows, now: datetime.datetime) -> None:
    manager: Any = plan.model._default_manager
    ids = [known.resolve(wanted.Ref(plan.model, wish.slug)) for wish in plan.updates]
    present = {row.slug: row for row in manager.select_for_update().filter(pk__in=ids)}
    texts = []
    for wish in (*plan.creates, *plan.updates):
        record: Any = present.get(wish.slug)
        is_new = record is None
        if is_new:
            record = plan.model(slug=wish.slug)
            record.pk = known.resolve(wanted.Ref(plan.model, wish.slug))
        known.assign(record, wish.values)
        setattr(record, DIGEST, wish.digest)
        texts.append(
            catalogue_publishing.Text(
                record=record,
                is_new=is_new,
                children={
                    name: _children(plan.model, name, rows, known)
                    for name, rows in wish.children.items()
                },
                many={
                    name: [known.resolve(ref) for ref in refs] for name, refs in wish.many.items()
                },
            )
        )
    names = list(plan.updates[0].values) if plan.updates else []
    catalogue_publishing.publish(model=plan.model, texts=texts, fields=names, now=now)


def _children(
    model: type[CatalogueRecord], name: str, rows: Iterable[Mapping[str, Any]], known: Rows
) -> list[models.Model]:
    relation: Any = model._meta.get_field(name)
    found = []
    for values in rows:
        child = relation.related_model()
        known.assign(child, values)
        found.append(child)
    return found


def _write_rows(
    *, model: type[models.Model], group: list[wanted.Row], known: Rows, tally: Tally
) -> None:
    manager: Any = model._default_manager
    names = list(group[0].values)
    key = group[0].key
    present = {tuple(getattr(row, name) for name in key): row for row in manager.all()}
    known.learn(model, {":".join(map(str, key)): row.pk for key, row in present.items()})
    wished = {wish.identity for wish in group}
    gone = [key for key, row in present.items() if getattr(row, DIGEST) and key not in wished]
    tally.leave(model, [":".join(map(str, key)) for key in gone])
    new = [wish for wish in group if wish.identity not in present]
    ids = catalogue_publishing.reserve(model=model, count=len(new)) if new else []
    fresh = {wish.identity: model(pk=pk) for wish, pk in zip(new, ids, strict=True)}
    known.learn(model, {":".join(map(str, key)): row.pk for key, row in fresh.items()})
    slugs = {pk: slug for slug, pk in known.ids[model].items()}
    changed = []
    for wish in group:
        row = present.get(wish.identity)
        if row is None:
            outcome = Outcome.CREATED
            row = fresh[wish.identity]
        elif getattr(row, DIGEST) == wish.digest:
            outcome = Outcome.UNCHANGED
        elif _digest_of(row, names, slugs) != getattr(row, DIGEST):
            outcome = Outcome.KEPT
        else:
            outcome = Outcome.UPDATED
            changed.append(row)
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            known.assign(row, wish.values)
            setattr(row, DIGEST, wish.digest)
        tally.add(model, outcome, ":".join(map(str, wish.identity)))
    manager.bulk_create(fresh.values())
    if changed:
        manager.bulk_update(changed, [*names, DIGEST])


def _digest_of(row: Any, names: Iterable[str], slugs: Mapping[int, str]) -> str:
    """Return the digest of a row's present values, as the catalogue would wish for them."""
    values = {}
    for name in names:
        field = row._meta.get_field(name)
        value = getattr(row, field.attname)
        if field.is_relation:
            value = None if value is None else wanted.Ref(type(row), slugs[value])
        values[name] = value
    return wanted.digest(values)

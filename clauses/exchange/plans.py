"""What a file would do: create, change or nothing, clause by clause, and what speaks against it.

Nothing is written here. A plan is all or nothing: one fault refuses the whole file.
"""

import dataclasses
import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from clauses import held
from clauses.exchange import columns, drafts, files, records, sense
from clauses.loading import problems, reading
from clauses.models.texts import TextStatus

MOST_CHANGES = 200
"""Clauses that one file may create or change; each becomes a draft of its own."""


NEEDS_A_VALUE = frozenset({"duty", "level", "visibility", "priority"})
"""Columns that a new clause has from the start, whatever a file leaves empty."""


class Act(enum.StrEnum):
    """What becomes of a clause."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """What becomes of one clause: its row or line, and each column before and after."""

    slug: str
    act: Act
    line: int
    pk: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    record: Any = None

    @property
    def changed(self) -> dict[str, Any]:
        """The columns that differ, with what they would hold."""
        return {name: value for name, value in self.after.items() if self.before.get(name) != value}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    """What a whole file would do, in its order."""

    steps: tuple[Step, ...]

    def of(self, act: Act) -> list[Step]:
        """List the clauses of which that would become."""
        return [step for step in self.steps if step.act is act]

    @property
    def writes(self) -> list[Step]:
        """List what would be written: what is created first, so that others may point to it."""
        return [*self.of(Act.CREATED), *self.of(Act.CHANGED)]

    @property
    def digest(self) -> str:
        """The same for the same acts on the same state of the desk."""
        said = [
            [step.slug, step.act, step.before.get(columns.VERSION, ""), step.changed]
            for step in self.steps
        ]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def make(*, document: reading.Document, by: Any) -> Plan:
    """Compare a file of the right shape with the desk. Raises CatalogueRefused with all faults."""
    entries = [
        reading.Entry(document, (files.KEY, place), value)
        for place, value in enumerate(document.value[files.KEY])
    ]
    faults = _twice(entries)
    known = drafts.slugs()
    present = {slug: pk for pk, slug in known.clauses.items()}
    wanted = [present[entry.slug] for entry in entries if entry.slug in present]
    standing = {draft.values[columns.SLUG]: draft for draft in drafts.of(ids=wanted, known=known)}
    steps = []
    for entry in entries:
        draft = standing.get(entry.slug)
        values = drafts.normal(columns.flat(entry.value))
        steps.append(_step(entry=entry, draft=draft, values=values))
        faults += _stale(entry=entry, draft=draft, step=steps[-1], version=values.get("version"))
    plan = Plan(steps=tuple(steps))
    if len(plan.writes) > MOST_CHANGES:
        sentence = (
            f"The file would create or change {len(plan.writes)} clauses; {MOST_CHANGES} are the"
            " most at once. Split it."
        )
        faults.append(document.problem((), sentence))
    if not faults:
        faults = _judged(plan=plan, entries=entries, known=known, by=by)
    if faults:
        raise problems.CatalogueRefused(faults[: files.MOST_FAULTS])
    return plan


def _twice(entries: Sequence[reading.Entry]) -> list[problems.Problem]:
    first: dict[str, reading.Entry] = {}
    faults = []
    for entry in entries:
        taken = first.setdefault(entry.slug, entry)
        if taken is not entry:
            line = entry.document.line(taken.path)
            sentence = f"The clause {entry.slug} is already given in {line}."
            faults.append(entry.problem(("slug",), sentence))
    return faults


def _step(*, entry: reading.Entry, draft: drafts.Draft | None, values: columns.Values) -> Step:
    line = entry.document.line(entry.path)
    after = {name: value for name, value in values.items() if name != columns.VERSION}
    if draft is None:
        empty = {column.name: column.nothing for column in columns.COLUMNS}
        before = {**empty, **records.defaults()}
        after = _with_status(before=before, after=after)
        after = {name: after[name] for name in after if after[name] or name not in NEEDS_A_VALUE}
        return Step(
            slug=entry.slug, act=Act.CREATED, line=line, pk=None, before=before, after=after
        )
    after = _with_status(before=draft.values, after=after)
    differs = any(draft.values[name] != value for name, value in after.items())
    return Step(
        slug=entry.slug,
        act=Act.CHANGED if differs else Act.UNCHANGED,
        line=line,
        pk=draft.pk,
        before=draft.values,
        after=after,
    )


def _with_status(*, before: Mapping[str, Any], after: columns.Values) -> columns.Values:
    """A translation whose status is not said keeps the one it has, a new one is unreviewed."""
    found = dict(after)
    merged = {**before, **after}
    for language in columns.LANGUAGES:
        status = f"{language}_status"
        parts = ("title", "summary", "plain_language", "time_limit_notes")
        if not merged[status] and any(merged[f"{language}_{part}"] for part in parts):
            found[status] = before[status] or TextStatus.UNREVIEWED.value
    return found


def _stale(
    *, entry: reading.Entry, draft: drafts.Draft | None, step: Step, version: Any
) -> list[problems.Problem]:
    """Refuse to write over what somebody saved since, or to make what is there."""
    if draft is None and version:
        sentence = "There is no clause of this slug. Leave version empty to make a new one."
    elif draft is None or step.act is Act.UNCHANGED or version == draft.version:
        return []
    elif not version:
        sentence = (
            "There is a clause of this slug already. Export it and edit that file, so that nobody's"
            " work is written over."
        )
    else:
        by = f" by {draft.saved_by}" if draft.saved_by else ""
        sentence = (
            f"It was changed{by} since this file was exported. Export it again and make your"
            " change there."
        )
    return [entry.problem((columns.VERSION,), sentence)]


def _judged(
    *, plan: Plan, entries: Sequence[reading.Entry], known: drafts.Slugs, by: Any
) -> list[problems.Problem]:
    places = {entry.slug: entry for entry in entries}
    judge = sense.Judge(
        agreements=set(known.agreements.values()),
        statutes=set(known.statutes.values()),
        clauses={*known.clauses.values(), *(step.slug for step in plan.of(Act.CREATED))},
    )
    for step in plan.writes:
        judge.judge(place=places[step.slug], changed=step.changed)
    if judge.problems:
        return judge.problems
    targets = records.Targets.read()
    faults = []
    for step in plan.writes:
        entry = places[step.slug]
        for name, sentence in _refusals(step=step, targets=targets, by=by):
            column = columns.BY_NAME.get(name)
            faults.append(entry.problem(column.path if column else (name,), sentence))
    return faults


def _refusals(*, step: Step, targets: records.Targets, by: Any) -> list[tuple[str, str]]:
    """Name column and sentence of what the record itself refuses, or that it is locked."""
    record = records.standing(pk=step.pk)
    lock = record.get_lock() if step.pk is not None else None
    if lock is not None and lock.for_user(by):
        return [(columns.SLUG, held.in_words(record))]
    action = "change" if step.pk is not None else "add"
    if not by.has_perm(f"clauses.{action}_clause"):
        return [(columns.SLUG, "Your account may not write clauses.")]
    try:
        records.fill(record=record, changed=step.changed, targets=targets)
        records.check(record=record, changed=step.changed)
    except ValidationError as refused:
        said = (
            refused.message_dict
            if hasattr(refused, "error_dict")
            else {NON_FIELD_ERRORS: refused.messages}
        )
        return [
            (records.column_of(name), sentence)
            for name, sentences in said.items()
            for sentence in sentences
        ]
    return []

"""Loads the whole catalogue, the library's files and the tracker's, in one transaction."""

import collections
import dataclasses
import datetime
import itertools
import pathlib

from django.db import connection, transaction

from clauses.loading import gaps, library, problems, references, words, writing
from clauses.loading import records as library_records
from clauses.searching import holding
from tracker.loading import events
from tracker.loading import records as tracker_records

LOCK = 7_316_402_119
"""Key of the advisory lock that makes a second load wait for the first."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Report:
    """What a load did, what the files hold, and what they lack."""

    tally: writing.Tally
    counts: dict[str, int]
    gaps: list[problems.Gap]


def load(*, root: pathlib.Path, now: datetime.datetime, is_check: bool = False) -> Report:
    """Load the catalogue files below `root`, publishing at `now` (aware).

    With `is_check` the same is done and then undone. Raises CatalogueRefused with every fault of
    the files, and then nothing has changed.
    """
    catalogue, found = read(root=root)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        holding.hold()
        tally = writing.write(
            rows=words.of(catalogue=catalogue),
            records=itertools.chain(
                library_records.of(catalogue=catalogue),
                tracker_records.of(catalogue=catalogue, found=found),
            ),
            now=now,
        )
        if is_check:
            transaction.set_rollback(True)
    return Report(
        tally=tally,
        counts=_counts(catalogue, found),
        gaps=gaps.gaps(catalogue=catalogue) + events.gaps(catalogue=catalogue, events=found),
    )


def read(*, root: pathlib.Path) -> tuple[library.Library, events.Events]:
    """Read and judge all files below `root`. Raises CatalogueRefused with every fault found."""
    faults: list[problems.Problem] = []
    catalogue = found = None
    try:
        catalogue = library.read(root=root)
    except problems.CatalogueRefused as refusal:
        faults += refusal.problems
    try:
        found = events.read(root=root)
    except problems.CatalogueRefused as refusal:
        faults += refusal.problems
    if catalogue is not None:
        faults += references.check(catalogue=catalogue)
        if found is not None:
            faults += events.check(catalogue=catalogue, events=found)
    if faults or catalogue is None or found is None:
        raise problems.CatalogueRefused(faults)
    return catalogue, found


def _counts(catalogue: library.Library, found: events.Events) -> dict[str, int]:
    counts = collections.Counter(gaps.counts(catalogue=catalogue))
    counts.update(events.counts(events=found))
    return dict(counts)

"""What this site knew earlier: clauses, agreements, laws, deployments and confirmed links.

The moment is that of our knowledge (when we published it), not the day an answer is true for; the
two go together. Standing by the rules, companies and what binds them are not kept.
"""

import contextlib
import datetime
import functools
from collections.abc import Iterator

from clauses import models as library
from clauses import past
from tracker import models

_DECIDED = (
    *("state", "standing", "bearing", "score", "includes", "reasons", "missing_facts"),
    *("judged_on", "decided_by_id", "decided_at", "note"),
)

_CHECKS = past.Beside(
    join='LEFT JOIN "clauses_clausecheck" k ON k.clause_id = p.record_id '
    f"AND k.at <= {past.MOMENT} AND (k.cleared_at IS NULL OR k.cleared_at > {past.MOMENT})",
    columns=(
        ("checked_at", "k.at"),
        ("checked_by", "k.by_id"),
        *(
            (f"checked_{name}", f"COALESCE(k.{name}, '')")
            for name in ("document", "page", "section")
        ),
    ),
)
"""The mark that a clause carried then: it is set and cleared without a publication."""


@contextlib.contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Answer every question inside the block by what was public at `moment` (aware)."""
    with past.at(moment=moment, tables=_tables()):
        yield


@functools.cache
def _tables() -> past.Tables:
    return {
        **past.tables_of(library.Clause, parents=("agreement", "statute"), beside=_CHECKS),
        **past.tables_of(library.Agreement, is_small=True),
        **past.tables_of(library.Statute, is_small=True),
        **past.tables_of(models.Deployment, parents=("product", "vendor")),
        models.Link._meta.db_table: _links(),
    }


def _links() -> past.Table:
    """Links as people had settled them; what nobody has settled is not kept."""
    return past.Table(
        columns=(
            *(
                past.Column(name=name, reads=f'l."{name}"')
                for name in ("id", "clause_id", "deployment_id", "proposed_at")
            ),
            *(past.Column(name=name, reads=f's."{name}"') for name in _DECIDED),
            past.Column(name="proposed_standing", reads='s."standing"'),
            past.Column(name="reopened_at", reads="NULL::timestamptz"),
            past.Column(name="reopened_because", reads="'[]'::jsonb"),
        ),
        source='FROM "tracker_linkstate" s JOIN "tracker_link" l ON l.id = s.link_id '
        f"WHERE s.held_from <= {past.MOMENT} "
        f"AND (s.held_until IS NULL OR s.held_until > {past.MOMENT})",
    )

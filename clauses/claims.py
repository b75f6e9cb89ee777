"""Which unions a text belongs to once it is published, read from the text itself.

A draft may move a record to another union's agreement, or hand a note to other unions. Whoever
approves it answers for what is live and for what will be; clauses/publishing.py asks both.
"""

import collections
from collections.abc import Mapping, Sequence
from typing import Any

Text = tuple[Any, Mapping[str, Any]]
"""The model of a record, and the content of one of its revisions."""


def union_ids(*, texts: Sequence[Text]) -> list[frozenset[int]]:
    """Return for each text the unions whose staff would publish it: one query a kind at most.

    Empty where the record is of no union, as a law or a vendor is.
    """
    wanted: dict[Any, set[int]] = collections.defaultdict(set)
    for model, content in texts:
        parent, unions = _path(model)
        if unions and content.get(parent):
            wanted[model].add(content[parent])
    of_parent: dict[tuple[Any, int], set[int]] = collections.defaultdict(set)
    for model, ids in wanted.items():
        parent, unions = _path(model)
        rows = model._meta.get_field(parent).related_model._default_manager.filter(pk__in=ids)
        for row_id, union_id in rows.values_list("pk", unions):
            if union_id is not None:
                of_parent[model, row_id].add(union_id)
    found = []
    for model, content in texts:
        parent, unions = _path(model)
        value = content.get(parent) if parent else None
        found.append(frozenset(of_parent[model, value] if unions and value else value or ()))
    return found


def _path(model: Any) -> tuple[str, str]:
    """Split `publishing_unions`: the column of the record, and the relation behind it."""
    parent, _, unions = model.publishing_unions.partition("__")
    return parent, unions

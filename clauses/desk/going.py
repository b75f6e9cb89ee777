"""What goes from view with a record that is taken off: whatever is shown only beside it."""

import dataclasses
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail import hooks

from clauses.models import Agreement, Binding, Party, Statute

MOST = 30
"""Names of a kind on the page; the count is of all."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Going:
    """Records of one kind, in words with their count, and the first of them with their forms."""

    words: str
    named: list[tuple[str, str]]
    more: int


def with_record(subject: Any) -> list[Going]:
    """Return what goes with `subject`, kinds that have something alone; two queries a kind."""
    found = [_clauses(subject), _bindings(subject)]
    for hook in hooks.get_hooks("desk_goes_with"):
        found.extend(hook(subject=subject))
    return [each for each in found if each is not None]


def going(*, rows: models.QuerySet[Any], one: str, many: str, shown: Any = None) -> Going | None:
    """Return what goes of `rows`, with the form of each or of what `shown` returns of it.

    `one` and `many` are words for it, marked for translation, with %(count)d.
    """
    count = rows.count()
    if not count:
        return None
    first = list(rows[:MOST])
    return Going(
        words=ngettext(one, many, count) % {"count": count},
        named=[_named(row if shown is None else shown(row)) for row in first],
        more=count - len(first),
    )


def _named(subject: Any) -> tuple[str, str]:
    viewset = type(subject).snippet_viewset
    return str(subject), reverse(viewset.get_url_name("edit"), args=[subject.pk])


def _clauses(subject: Any) -> Going | None:
    if not isinstance(subject, Agreement | Statute):
        return None
    return going(
        rows=subject.clauses.filter(live=True).order_by("section", "slug"),
        one="%(count)d live clause",
        many="%(count)d live clauses",
    )


def _bindings(subject: Any) -> Going | None:
    """Bindings are shown where both the company and the agreement are."""
    bindings = Binding.objects.select_related("party", "agreement").order_by("pk")
    if isinstance(subject, Agreement):
        return going(
            rows=bindings.filter(agreement=subject, party__live=True),
            one="%(count)d binding of a company",
            many="%(count)d bindings of companies",
            shown=lambda row: row.party,
        )
    if isinstance(subject, Party):
        return going(
            rows=bindings.filter(party=subject, agreement__live=True),
            one="%(count)d binding by an agreement",
            many="%(count)d bindings by agreements",
            shown=lambda row: row.agreement,
        )
    return None

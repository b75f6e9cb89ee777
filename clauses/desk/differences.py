"""What a draft changes, field by field, in the words of the vocabulary.

Every column that a draft can hold is compared, also those that no form shows: files bring them,
and nobody approves what was not shown.
"""

import dataclasses
import functools
import json
from collections.abc import Set
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import compare

from clauses import publishing
from clauses.desk import fields

OF_ROWS = frozenset({"sort_order", "original_digest"})
"""What a row of a list keeps for itself: its place, and which English words it translates."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that differs: its name, its label and the two readings, marked."""

    name: str
    label: str
    html: SafeString


class ValuesComparison(compare.FieldComparison):
    """Several values: what was taken out, what was put in, what stays."""

    def htmldiff(self) -> SafeString:
        """Words of the vocabulary, deletions and additions marked."""
        label = fields.labels_of(self.field)
        before, after = list(self.val_a or []), list(self.val_b or [])
        marked = [("deletion", label(each)) for each in before if each not in after]
        marked += [("addition" if each not in before else "", label(each)) for each in after]
        return format_html_join(
            ", ",
            "{}",
            ((_marked(kind, words),) for kind, words in marked),
        )


class FactsComparison(compare.FieldComparison):
    """Known facts, true or false."""

    def htmldiff(self) -> SafeString:
        """Facts that differ, with what was and is known."""
        label = fields.labels_of(self.field)
        before, after = dict(self.val_a or {}), dict(self.val_b or {})
        rows = []
        for fact in sorted(before.keys() | after.keys()):
            if before.get(fact) != after.get(fact):
                old = _marked("deletion", _known(before[fact])) if fact in before else ""
                new = _marked("addition", _known(after[fact])) if fact in after else ""
                rows.append((label(fact), old, new))
        return format_html_join(", ", "{}: {} {}", rows)


class TermComparison(compare.FieldComparison):
    """One value of a vocabulary, or plain words."""

    def htmldiff(self) -> Any:
        """The two labels; plain words are compared word by word."""
        if self.val_a == self.val_b:
            return format_html("{}", fields.labels_of(self.field)(self.val_a or ""))
        if not fields.has_vocabulary(self.field):
            return compare.diff_text(self.val_a or "", self.val_b or "").to_html()
        label = fields.labels_of(self.field)
        return format_html(
            "{} {}",
            _marked("deletion", label(self.val_a)) if self.val_a else "",
            _marked("addition", label(self.val_b)) if self.val_b else "",
        )


class PlainComparison(compare.FieldComparison):
    """A day, a number, yes or no; what is not known is not written."""

    def htmldiff(self) -> SafeString:
        """Before and after."""
        if self.val_a == self.val_b:
            return format_html("{}", _plain(self.val_a))
        return format_html(
            "{} {}",
            "" if self.val_a is None else _marked("deletion", _plain(self.val_a)),
            "" if self.val_b is None else _marked("addition", _plain(self.val_b)),
        )


class UnformedComparison(compare.FieldComparison):
    """A column that no form shows, as it is kept."""

    def htmldiff(self) -> Any:
        """Before and after, as JSON where it is no plain word."""
        return compare.diff_text(_as_kept(self.val_a), _as_kept(self.val_b)).to_html()


compare.register_comparison_class(ArrayField, comparison_class=ValuesComparison)
compare.register_comparison_class(models.JSONField, comparison_class=FactsComparison)
compare.register_comparison_class(models.CharField, comparison_class=TermComparison)

for _column in (models.DateField, models.BooleanField, models.IntegerField):
    compare.register_comparison_class(_column, comparison_class=PlainComparison)


def between(*, before: Any, after: Any) -> list[Difference]:
    """List the columns and lists in which two states of a record differ, in the form's order."""
    found = []
    for difference in _compared(before=before, after=after):
        if difference.has_changed():
            html = (
                _children(difference)
                if difference.is_child_relation
                else format_html('<div class="desk-words">{}</div>', difference.htmldiff())
            )
            found.append(
                Difference(
                    name=difference.field.name, label=str(difference.field_label()), html=html
                )
            )
    return found


def labels_of(model: type[Any]) -> dict[str, str]:
    """Name the fields and lists of a kind of record as its form does."""
    compared = _compared(before=model(), after=model())
    return {each.field.name: str(each.field_label()) for each in compared}


def _compared(*, before: Any, after: Any) -> list[Any]:
    handler = type(after).snippet_viewset.edit_handler
    bound = handler.bind_to_model(type(after)).get_bound_panel(
        instance=after, request=None, form=None
    )
    compared = [comparison(before, after) for comparison in bound.get_comparison()]
    for each in compared:
        if each.is_child_relation:
            child = each.field.related_model
            row = child()
            shown = {part(row, row).field.name for part in each.field_comparisons}
            each.field_comparisons = [
                *each.field_comparisons,
                *_unformed(child, without=shown | {each.field.field.name} | OF_ROWS),
            ]
    shown = {each.field.name for each in compared}
    unformed = _unformed(type(after), without=shown | publishing.BOOKKEEPING | after.derived)
    return [*compared, *(comparison(before, after) for comparison in unformed)]


def _unformed(model: type[Any], *, without: Set[str]) -> list[Any]:
    """Compare the columns of a model that are not named."""
    return [
        functools.partial(UnformedComparison, column)
        for column in model._meta.concrete_fields
        if not column.primary_key and column.name not in without
    ]


def _children(difference: Any) -> SafeString:
    """Rows of a list: each with the fields that differ."""
    rows = []
    for child in difference.get_child_comparisons():
        whole = child.is_addition() or child.is_deletion()
        has_moved = not whole and bool(child.get_position_change())
        if not (whole or has_moved or child.has_changed()):
            continue
        kind = _("changed") if child.has_changed() else _("moved")
        if whole:
            kind = _("added") if child.is_addition() else _("removed")
        parts = [
            format_html("<dt>{}</dt><dd>{}</dd>", each.field_label(), each.htmldiff())
            for each in child.get_field_comparisons()
            if (each.val_b not in (None, "", [], {}) if whole else each.has_changed())
        ]
        rows.append((kind, format_html_join("", "{}", ((part,) for part in parts))))
    return format_html_join("", '<div class="desk-child"><b>{}</b><dl>{}</dl></div>', rows)


def _marked(kind: str, words: Any) -> SafeString:
    tag = {"deletion": "del", "addition": "ins"}.get(kind)
    return format_html(f"<{tag}>{{}}</{tag}>", words) if tag else format_html("{}", words)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


def _as_kept(value: object) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)


def _known(value: object) -> str:
    return _("true") if value else _("false")

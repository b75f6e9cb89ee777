"""Filters of the desk's lists: by vocabulary, by day, by where a record stands."""

import functools
from collections.abc import Callable
from typing import Any

import django_filters
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import WorkflowState

from clauses import vocabulary
from clauses.desk import fields, widgets

STATES = [
    ("live", _("live")),
    ("changed", _("live, with a newer draft")),
    ("draft", _("not live")),
    ("review", _("in review")),
    ("returned", _("returned by a reviewer")),
]


class StateFilter(django_filters.ChoiceFilter):
    """Where a record stands between draft and public side; rows bring `review_status`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("State"), "choices": STATES, **options})

    def filter(self, qs: "models.QuerySet[Any]", value: str) -> "models.QuerySet[Any]":
        """Keep the records of that state."""
        match value:
            case "live":
                return qs.filter(live=True)
            case "changed":
                return qs.filter(live=True, has_unpublished_changes=True)
            case "draft":
                return qs.filter(live=False)
            case "review":
                return qs.filter(review_status=WorkflowState.STATUS_IN_PROGRESS)
            case "returned":
                return qs.filter(review_status=WorkflowState.STATUS_NEEDS_CHANGES)
        return qs


class InForceFilter(django_filters.DateFilter):
    """Records whose own term includes a day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("In force on"), "widget": widgets.Day(), **options})

    def filter(self, qs: "models.QuerySet[Any]", value: Any) -> "models.QuerySet[Any]":
        """Keep what has begun by that day and not ended before it."""
        if value is None:
            return qs
        lasts = models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=value)
        return qs.filter(lasts, effective_from__lte=value)


class HasFilter(django_filters.ChoiceFilter):
    """Records that name a value of a vocabulary, or one that belongs to it."""

    def __init__(self, *, spoken: str, **options: Any) -> None:
        self.spoken = spoken
        super().__init__(choices=functools.partial(fields.terms, spoken), **options)

    def filter(self, qs: "models.QuerySet[Any]", value: str) -> "models.QuerySet[Any]":
        """Keep what names it; "voice" finds every use that belongs to voice."""
        if not value:
            return qs
        return qs.filter(**{f"{self.field_name}__overlap": _and_below(self.spoken, value)})


class GradeFilter(django_filters.ChoiceFilter):
    """Records by the grade of their best source."""

    def __init__(self, **options: Any) -> None:
        grades = [(each, each) for each in "ABCDE"]
        super().__init__(**{"label": _("Grade"), "choices": grades, **options})

    def filter(self, qs: "models.QuerySet[Any]", value: str) -> "models.QuerySet[Any]":
        """Keep what rests on sources of that grade; what names none is the weakest."""
        if not value:
            return qs
        levels = vocabulary.current().terms("evidence-levels")
        if value == vocabulary.WEAKEST_GRADE:
            better = [level.slug for level in levels if level.grade != value]
            return qs.exclude(evidence_level__in=better)
        return qs.filter(evidence_level__in=[each.slug for each in levels if each.grade == value])


class YesNoFilter(django_filters.ChoiceFilter):
    """Yes or no, by a condition."""

    def __init__(self, *, condition: models.Q, **options: Any) -> None:
        self.condition = condition
        super().__init__(**{"choices": [("yes", _("yes")), ("no", _("no"))], **options})

    def filter(self, qs: "models.QuerySet[Any]", value: str) -> "models.QuerySet[Any]":
        """Keep what fulfils the condition, or what does not."""
        if not value:
            return qs
        return qs.filter(self.condition if value == "yes" else ~self.condition)


class RecordFilterSet(WagtailFilterSet):
    """Filters of a list; columns that speak a vocabulary offer its values."""

    state = StateFilter()

    @classmethod
    def filter_for_field(
        cls, field: Any, field_name: str, lookup_expr: str | None = None
    ) -> django_filters.Filter:
        """Offer the vocabulary's values instead of an empty line."""
        if lookup_expr == "exact" and fields.has_vocabulary(field):
            choices: Callable[[], list[tuple[str, str]]] = functools.partial(fields.terms_of, field)
            return django_filters.ChoiceFilter(
                field_name=field_name, label=capfirst(field.verbose_name), choices=choices
            )
        return super().filter_for_field(field, field_name, lookup_expr)

    @classmethod
    def filter_for_lookup(cls, field: Any, lookup_type: str) -> Any:
        """Give days the browser's own control."""
        filter_class, params = super().filter_for_lookup(field, lookup_type)
        if issubclass(filter_class, django_filters.DateFilter):
            params["widget"] = widgets.Day()
        return filter_class, params


def _and_below(spoken: str, slug: str) -> list[str]:
    """The value and all that belong to it, however deep."""
    terms = vocabulary.current().terms(spoken)
    found = {slug}
    while True:
        below = {term.slug for term in terms if term.parent in found} - found
        if not below:
            return sorted(found)
        found |= below

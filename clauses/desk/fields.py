"""Form fields for what the library keeps as slugs, lines, partial dates and known facts.

`speaks()` says which vocabulary a column speaks; the desk's forms then build the right field.
"""

import calendar
import datetime
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms.models import register_form_field_override

from clauses import vocabulary
from clauses.desk import widgets
from clauses.models import fields as columns

WITHOUT_HIDDEN_COPY = {"show_hidden_initial": False, "initial": None}
"""Django writes the default a second time into forms of columns whose default is a function."""

_vocabulary_of: dict[tuple[str, str], str] = {}
_record_of: dict[tuple[str, str], str] = {}
_ordered: set[tuple[str, str]] = set()


def speaks(model: type[models.Model], /, **vocabularies: str) -> None:
    """Say which vocabulary each named column of `model` speaks."""
    for name, spoken in vocabularies.items():
        _vocabulary_of[(model._meta.label_lower, name)] = spoken


def points_at(model: type[models.Model], /, **records: str) -> None:
    """Say of which model ("clauses.party") the slugs in each named column of `model` are."""
    for name, record in records.items():
        _record_of[(model._meta.label_lower, name)] = record


def keeps_order(model: type[models.Model], /, *names: str) -> None:
    """Say in which columns of `model` the order of the values has a meaning."""
    _ordered.update((model._meta.label_lower, name) for name in names)


def terms(name: str) -> list[tuple[str, str]]:
    """List a vocabulary's values and labels in the language of whoever works at the desk."""
    language = (translation.get_language() or "en")[:2]
    return [(term.slug, term.label) for term in vocabulary.current(language=language).terms(name)]


def has_vocabulary(column: "models.Field[Any, Any]") -> bool:
    """Whether the column speaks a vocabulary."""
    return (column.model._meta.label_lower, column.name) in _vocabulary_of


def terms_of(column: "models.Field[Any, Any]") -> list[tuple[str, str]]:
    """List the values and labels of the vocabulary that the column speaks."""
    return terms(_vocabulary_of[(column.model._meta.label_lower, column.name)])


def labels_of(column: "models.Field[Any, Any]") -> Callable[[str], str]:
    """Return how to label a value of the column; a value of no vocabulary is its own label."""
    spoken = _vocabulary_of.get((column.model._meta.label_lower, column.name))
    known = dict(terms(spoken)) if spoken else {}
    return lambda value: known.get(value, value)


class TermField(forms.ChoiceField):
    """One value of a vocabulary."""

    def __init__(self, *, vocabulary: str, **options: Any) -> None:
        for unused in ("max_length", "empty_value"):
            options.pop(unused, None)
        super().__init__(choices=lambda: [("", "—"), *terms(vocabulary)], **options)


class TermsField(forms.MultipleChoiceField):
    """Several values of a vocabulary, in order."""

    def __init__(self, *, vocabulary: str, is_ordered: bool = False, **options: Any) -> None:
        for unused in ("base_field", "max_length", "min_length"):
            options.pop(unused, None)
        super().__init__(
            choices=lambda: terms(vocabulary),
            **{"widget": widgets.Pick(is_ordered=is_ordered), **options},
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another order is another value."""
        return list(initial or []) != list(data or [])


class RecordSlugsField(forms.MultipleChoiceField):
    """Slugs of records, found by typing; only those chosen stand in the page."""

    def __init__(self, *, record: str, **options: Any) -> None:
        for unused in ("base_field", "max_length", "min_length"):
            options.pop(unused, None)
        self.record = record
        widget = widgets.Pick(search_url=reverse_lazy("desk_pick", args=[record]))
        super().__init__(choices=(), **{"widget": widget, **options})

    def prepare_value(self, value: Any) -> Any:
        """Offer what is chosen, so that it can be shown."""
        chosen = list(value or [])
        self.widget.choices = [(slug, _name_of(self.record, slug)) for slug in chosen]
        return chosen

    def valid_value(self, value: str) -> bool:
        """Whether there is such a record."""
        return bool(_records(self.record).filter(slug=value).exists())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another order is another value."""
        return list(initial or []) != list(data or [])


class RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # rows of any model
    """Records themselves, found by typing; only those chosen stand in the page."""

    def __init__(self, queryset: "models.QuerySet[Any]", **options: Any) -> None:
        label = queryset.model._meta.label_lower
        models_by_label[label] = queryset.model
        self.record = label
        widget = widgets.Pick(search_url=reverse_lazy("desk_pick", args=[label]))
        super().__init__(queryset, **{**options, "widget": widget, "to_field_name": "slug"})

    def prepare_value(self, value: Any) -> Any:
        """Return slugs, and offer what is chosen so that it can be shown."""
        slugs = [each if isinstance(each, str) else each.slug for each in value or []]
        known = {row.slug: row for row in _records(self.record).filter(slug__in=slugs)}
        self.widget.choices = [(slug, f"{known[slug]} ({slug})") for slug in slugs if slug in known]
        return slugs


def _records(label: str) -> "models.QuerySet[Any]":
    return models_by_label[label]._default_manager.all()


models_by_label: dict[str, type[models.Model]] = {}
"""Models whose slugs may be picked, by label; each desk module adds its own."""


def _name_of(label: str, slug: str) -> str:
    found = _records(label).filter(slug=slug).first()
    return f"{found} ({slug})" if found else slug


class LinesField(forms.CharField):
    """Short texts, one a line."""

    def __init__(self, **options: Any) -> None:
        for unused in ("base_field", "max_length", "min_length"):
            options.pop(unused, None)
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 3}), **options})

    def prepare_value(self, value: Any) -> Any:
        """Write one text a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read lines; empty ones are left out."""
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the texts, not how they were written."""
        return bool(list(initial or []) != self.to_python(data))


class PartialDateField(forms.CharField):
    """A date as far as the source gives it; the day must exist."""

    def __init__(self, **options: Any) -> None:
        hint = {"placeholder": "YYYY, YYYY-MM, YYYY-MM-DD", "size": "14"}
        super().__init__(**{"widget": forms.TextInput(attrs=hint), **options})

    def clean(self, value: Any) -> str:
        """Return the text. Raises ValidationError with the form to write."""
        text = str(super().clean(value))
        if text and day_range(text) is None:
            raise forms.ValidationError(
                _("Write a year (2024), a month (2024-02) or a day (2024-02-15) that exists.")
            )
        return text


def day_range(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day that a partial date can mean; None if there is no such date."""
    if not re.match(columns.PARTIAL_DATE_PATTERN, text):
        return None
    parts = [int(part) for part in text.split("-")]
    first_month, last_month = (parts[1], parts[1]) if len(parts) > 1 else (1, 12)
    try:
        if len(parts) == 3:
            day = datetime.date(*parts)
            return day, day
        last_day = calendar.monthrange(parts[0], last_month)[1]
        return (
            datetime.date(parts[0], first_month, 1),
            datetime.date(parts[0], last_month, last_day),
        )
    except ValueError:
        return None


class FactsField(forms.Field):
    """What is known of each fact of the vocabulary."""

    def __init__(self, *, vocabulary: str, **options: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            options.pop(unused, None)
        self.vocabulary = vocabulary
        super().__init__(**{**options, "widget": widgets.Facts(), "required": False})

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        """Read the vocabulary once a form is shown or read."""
        self.widget.terms = terms(self.vocabulary)
        return super().get_bound_field(form, field_name)


def _array(column: "ArrayField[Any, Any]") -> dict[str, Any]:
    key = (column.model._meta.label_lower, column.name)
    if key in _vocabulary_of:
        made: Callable[..., forms.Field] = functools.partial(
            TermsField, vocabulary=_vocabulary_of[key], is_ordered=key in _ordered
        )
    elif key in _record_of:
        made = functools.partial(RecordSlugsField, record=_record_of[key])
    else:
        made = LinesField
    return {"form_class": made, **WITHOUT_HIDDEN_COPY}


def _text(column: "models.CharField[Any, Any]") -> dict[str, Any]:
    key = (column.model._meta.label_lower, column.name)
    if key in _vocabulary_of:
        return {"form_class": functools.partial(TermField, vocabulary=_vocabulary_of[key])}
    if columns.PARTIAL_DATE_PATTERN in _patterns(column):
        return {"form_class": PartialDateField}
    return {}


def _json(column: "models.JSONField[Any, Any]") -> dict[str, Any]:
    key = (column.model._meta.label_lower, column.name)
    if key in _vocabulary_of:
        made = functools.partial(FactsField, vocabulary=_vocabulary_of[key])
        return {"form_class": made, **WITHOUT_HIDDEN_COPY}
    return {}


def _patterns(column: "models.Field[Any, Any]") -> Iterator[str]:
    for validator in column.validators:
        pattern = getattr(getattr(validator, "regex", None), "pattern", "")
        if pattern:
            yield pattern


register_form_field_override(ArrayField, override=_array)
register_form_field_override(ParentalManyToManyField, override={"form_class": RecordsField})
register_form_field_override(models.CharField, override=_text)
register_form_field_override(models.JSONField, override=_json)
register_form_field_override(models.DateField, override={"widget": widgets.Day})

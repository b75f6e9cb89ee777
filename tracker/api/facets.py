"""Facets: parameters that narrow a list to records with one of the values named."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models

from clauses import search, vocabulary
from clauses.models import Crosswalk, Union
from tracker.api import nearest, parameters

MOST_VALUES = 50
Condition = Callable[[Sequence[str]], models.Q]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facet(parameters.Parameter):
    """A parameter that may be repeated; its values are joined by "or", facets by "and"."""

    is_many: bool = True
    condition: Condition

    def read(self, values: list[str]) -> Any:
        """Return the values that records are to have."""
        if len(values) > MOST_VALUES:
            raise parameters.Refused(
                f"{self.name} takes at most {MOST_VALUES} values.", code="malformed_value"
            )
        return self.meaning(list(dict.fromkeys(values)))

    def meaning(self, values: list[str]) -> list[str]:
        """Return the values that are meant by those given. Raises Refused."""
        raise NotImplementedError

    def refuse(self, value: str, near: Iterable[str]) -> parameters.Refused:
        """Return the refusal of a value that nobody knows."""
        meant = list(near)
        text = f"“{value[:80]}” is not a value of {self.name}."
        return parameters.Refused(
            nearest.sentence(text=text, nearest=meant[0] if meant else ""),
            code="unknown_value",
            meant=meant,
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfVocabulary(Facet):
    """Values of the taxonomy; a value stands for all below it too.

    Words of the source files are accepted where a crosswalk knows them.
    """

    vocabulary: str
    crosswalks: tuple[str, ...] = ()

    def meaning(self, values: list[str]) -> list[str]:
        """Return the values, what they stand for, and everything below."""
        terms = vocabulary.current().terms(self.vocabulary)
        known = {term.slug for term in terms}
        chosen = [value for value in values if value in known]
        for word in (value for value in values if value not in known):
            chosen.extend(self._crossed(word, known))
        meant = set(chosen)
        below = {term.slug for term in terms if term.parent in meant} - meant
        while below:
            meant |= below
            below = {term.slug for term in terms if term.parent in meant} - meant
        return sorted(meant)

    def _crossed(self, word: str, known: set[str]) -> list[str]:
        for row in Crosswalk.objects.filter(name__in=self.crosswalks, value=word):
            targets = [target for target in row.targets if target in known]
            if targets:
                return targets
        near = nearest.known(value=word, among=sorted(known))
        raise self.refuse(word, [near] if near else [])


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfRecords(Facet):
    """Slugs of public records."""

    model: type[Any]

    def meaning(self, values: list[str]) -> list[str]:
        """Return the slugs."""
        visible = self.model.objects.visible_to(None)
        known = set(visible.filter(slug__in=values).values_list("slug", flat=True))
        for value in values:
            if value not in known:
                near = search.nearest_slugs(queryset=visible, slug=value)
                raise self.refuse(value, [row.slug for row in near])
        return values


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfUnions(Facet):
    """Slugs of unions."""

    def meaning(self, values: list[str]) -> list[str]:
        """Return the slugs."""
        known = list(Union.objects.values_list("slug", flat=True))
        for value in values:
            if value not in known:
                near = nearest.known(value=value, among=known)
                raise self.refuse(value, [near] if near else [])
        return values


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfChoices(Facet):
    """Values of a set that is closed in the code."""

    known: tuple[str, ...]

    def meaning(self, values: list[str]) -> list[str]:
        """Return the values."""
        for value in values:
            if value not in self.known:
                near = nearest.known(value=value, among=self.known)
                raise self.refuse(value, [near] if near else [])
        return values


def overlapping(field: str) -> Condition:
    """Return the condition that an array field has one of the values."""
    return lambda values: models.Q(**{f"{field}__overlap": list(values)})


def among(field: str) -> Condition:
    """Return the condition that a field is one of the values."""
    return lambda values: models.Q(**{f"{field}__in": list(values)})

"""What the catalogue wants a row to be: plain values, references by slug, and a digest of both."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from clauses.models import CatalogueRecord


@dataclasses.dataclass(frozen=True)
class Ref:
    """Another row, by its model and slug."""

    model: type[models.Model]
    slug: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Record:
    """A catalogue record: its own values, its children in order, and records it points to."""

    model: type[CatalogueRecord]
    slug: str
    values: Mapping[str, Any]
    children: Mapping[str, Sequence[Mapping[str, Any]]] = dataclasses.field(default_factory=dict)
    many: Mapping[str, Sequence[Ref]] = dataclasses.field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same wishes, whatever the order of keys."""
        return digest([self.values, self.children, self.many])


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """A plain row without revisions: a union, a taxonomy value, a crosswalk's word, a name."""

    model: type[models.Model]
    key: tuple[str, ...]
    values: Mapping[str, Any]

    @property
    def identity(self) -> tuple[Any, ...]:
        """The values that tell it from every other row of its model."""
        return tuple(self.values[name] for name in self.key)

    @property
    def digest(self) -> str:
        """The same for the same wishes, whatever the order of keys."""
        return digest(self.values)


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        return (
            f"{value.model.__name__}:{value.slug}"
            if isinstance(value, Ref)
            else super().default(value)
        )


def digest(wish: Any) -> str:
    """Return the SHA-256 of plain values, mappings, lists and references."""
    text = json.dumps(wish, sort_keys=True, cls=_Encoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

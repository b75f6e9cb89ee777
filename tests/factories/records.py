"""What every factory of a catalogue record does."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from clauses import publishing

PUBLISHED_AT = datetime.datetime(2026, 11, 1, 12, 0, tzinfo=datetime.UTC)


class RecordFactory(DjangoModelFactory):
    """A live, public record. `published=True` adds a revision, a publication and a Change.

    `published` may be the moment; otherwise it is PUBLISHED_AT. What the factory sets itself
    (`unions=[...]`) is in the revision; for children made afterwards call `publish` below.
    `live=False` is a record that was never published.
    """

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    live = True
    visibility = "public"
    evidence_level = "primary"
    is_verified = True

    @factory.post_generation
    def published(self, create: bool, extracted: Any, **options: Any) -> Any:
        return extracted

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        when = (results or {}).get("published")
        if create and when:
            publish(instance, at=when if isinstance(when, datetime.datetime) else PUBLISHED_AT)


def publish(record: Any, *, at: datetime.datetime = PUBLISHED_AT) -> Any:
    """Publish the record as it stands, the way the catalogue's loader does; nobody is told."""
    fresh = type(record).objects.get(pk=record.pk)
    return publishing.publish(
        record=fresh,
        revision=fresh.save_revision(),
        decision=publishing.Decision(now=at, system_actor="catalogue", notifies=False),
    )

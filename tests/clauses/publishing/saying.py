"""What tests of publishing do and look at again and again."""

import contextlib
import datetime

from django import db
from django.db import transaction

from clauses import publishing
from clauses.models import Change, Publication

NOW = datetime.datetime(2026, 11, 10, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)


def draft(record, *, by, **words):
    for name, value in words.items():
        setattr(record, name, value)
    return record.save_revision(user=by)


def decision(*, by, at=NOW, **options):
    return publishing.Decision(by=by, now=at, **options)


def publications_of(record):
    return Publication.objects.of(record=record)


def changes_of(record):
    return Change.objects.filter(record_kind=record.record_kind, record_id=record.pk)


def assert_nothing_changed(record):
    assert type(record).objects.get(pk=record.pk).live is False
    assert not publications_of(record).exists()
    assert not changes_of(record).exists()


@contextlib.contextmanager
def committed():
    """Ask the triggers that are asked at commit, within the test's own transaction."""
    with transaction.atomic():
        yield
        with db.connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

"""The site at moments of its own past."""

import datetime
import urllib.parse
from typing import Any

import pytest
from django.test import Client

from clauses import acts, publishing
from clauses.models import Union
from tests.factories import library, people


class Site:
    """Asks API and pages for what was known at a moment."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client(headers={"Accept-Language": "en"})
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str, *, known_at: object = None, **headers: str):
        if isinstance(known_at, datetime.datetime):
            known_at = known_at.isoformat()
        if known_at is not None:
            joined = "&" if "?" in path else "?"
            path = f"{path}{joined}{urllib.parse.urlencode({'known_at': known_at})}"
        return self.client.get(path, headers=headers)

    def api(self, path: str, **options):
        answer = self.get(f"/api/v1/{path}", **options)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def slugs(self, path: str, **options):
        return [row["slug"] for row in self.api(path, **options)["results"]]

    def page(self, path: str, *, language: str = "en", **options) -> str:
        answer = self.get(f"/{language}{path}", **options)
        assert answer.status_code == 200, answer.content
        return answer.content.decode()


@pytest.fixture
def site(db) -> Site:
    return Site()


@pytest.fixture
def site_of():
    return Site


def revise(record: Any, *, at: datetime.datetime, **words: Any) -> Any:
    """Publish other words of a record at a moment, as the catalogue's loader would."""
    fresh = type(record).objects.get(pk=record.pk)
    for name, value in words.items():
        setattr(fresh, name, value)
    return publishing.publish(
        record=fresh,
        revision=fresh.save_revision(),
        decision=publishing.Decision(now=at, system_actor="catalogue", notifies=False),
    )


def take_off(record: Any, *, at: datetime.datetime) -> None:
    """Take a record off the site at a moment; two people act."""
    fresh = type(record).objects.get(pk=record.pk)
    asks = people.StaffFactory(email="asks@example.org", is_superuser=True)
    unions = Union.objects.filter(pk__in=fresh.publishing_union_ids()) or [library.UnionFactory()]
    request = acts.ask(subject=fresh, act="unpublish", reason="Not ours.", by=asks, now=at)
    acts.approve(request_id=request.pk, by=people.ReviewerFactory(unions=unions), now=at)

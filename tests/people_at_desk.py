"""People at the desk of one guild, and one of another: fixtures for every test of the desk."""

import pytest

from tests import desk
from tests.factories import library, people


@pytest.fixture
def guild(db):
    return library.UnionFactory(slug="guild", name="The Guild")


@pytest.fixture
def other_guild(db):
    return library.UnionFactory(slug="other-guild", name="The Other Guild")


@pytest.fixture
def editor(guild):
    return desk.Desk(people.EditorFactory(unions=[guild]))


@pytest.fixture
def reviewer(guild):
    return desk.Desk(people.ReviewerFactory(unions=[guild]))


@pytest.fixture
def stranger(other_guild):
    return desk.Desk(people.ReviewerFactory(unions=[other_guild]))


@pytest.fixture
def administrator(guild):
    return desk.Desk(people.AdministratorFactory(unions=[guild]))

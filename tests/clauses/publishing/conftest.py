"""An agreement with a clause that nobody published, and who may write and approve it."""

import pytest

from tests.factories import library, people


@pytest.fixture
def guild():
    return library.UnionFactory(slug="guild")


@pytest.fixture
def other_guild():
    return library.UnionFactory(slug="other-guild")


@pytest.fixture
def agreement(guild):
    return library.AgreementFactory(unions=[guild], published=True)


@pytest.fixture
def clause(agreement):
    return library.ClauseFactory(agreement=agreement, live=False)


@pytest.fixture
def editor():
    return people.EditorFactory()


@pytest.fixture
def reviewer(guild):
    return people.ReviewerFactory(unions=[guild])

"""People at the desk of one guild, and one of another."""

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


@pytest.fixture
def agreement(guild):
    return library.AgreementFactory(slug="the-agreement", unions=[guild], published=True)


@pytest.fixture
def words(db):
    """The few values of the vocabulary that the factories' records use."""
    for name, slug in (
        ("uses", "script-generation"),
        ("uses", "script-rewriting"),
        ("roles", "writer"),
        ("roles", "actor"),
        ("safeguard-types", "consent"),
        ("safeguard-types", "notice"),
        ("sectors", "theatrical"),
        ("places", "US"),
        ("evidence-levels", "primary"),
        ("phases", "general-availability"),
        ("phases", "in-use"),
        ("event-kinds", "product-release"),
        ("event-kinds", "production-use"),
        ("capabilities", "text-generation"),
        ("facts", "minor"),
        ("facts", "posthumous"),
        ("party-kinds", "studio"),
    ):
        library.TaxonomyTermFactory(vocabulary=name, slug=slug)


@pytest.fixture
def clause(agreement, words):
    """A live clause of the agreement."""
    return library.ClauseFactory(slug="the-clause", agreement=agreement, published=True)

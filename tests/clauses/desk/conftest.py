"""People at the desk, an agreement with a clause, and the words that their forms need."""

import pytest

from tests.factories import library
from tests.people_at_desk import administrator, editor, guild, other_guild, reviewer, stranger

__all__ = ["administrator", "editor", "guild", "other_guild", "reviewer", "stranger"]


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

"""The system check that finds accounts to which no rule applies."""

import pytest
from django.core import checks

from config import checks as ours
from tests.factories import people


@pytest.mark.django_db
def test_an_active_superuser_is_reported_with_what_to_do():
    people.StaffFactory(is_superuser=True)
    people.StaffFactory(is_superuser=True, is_active=False)

    (found,) = ours.nobody_passes_every_check(None, databases=["default"])

    assert (found.id, found.level) == ("safeguards.W009", checks.WARNING)
    assert found.msg.startswith("1 active account")
    assert "role" in found.hint


@pytest.mark.django_db
def test_roles_alone_are_silent():
    people.ReviewerFactory()
    people.AdministratorFactory()

    assert ours.nobody_passes_every_check(None, databases=["default"]) == []


def test_without_a_database_nothing_is_asked():
    assert ours.nobody_passes_every_check(None, databases=None) == []

"""The system check that finds accounts to which no rule applies."""

import pytest
from django import db
from django.core import checks, management

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
def test_in_production_a_superuser_is_an_error_of_the_check_before_a_deployment(settings):
    settings.PRODUCTION = True
    people.StaffFactory(is_superuser=True)

    for asked in ({"deploy": True}, {"databases": ["default"]}):
        with pytest.raises(management.base.SystemCheckError) as refused:
            management.call_command("check", **asked)
        assert str(refused.value).count("safeguards.E009") == 1
        assert "take is_superuser away" in str(refused.value)


@pytest.mark.django_db
def test_in_production_an_upgrade_stops_at_a_superuser(settings):
    settings.PRODUCTION = True
    people.StaffFactory(is_superuser=True)

    with pytest.raises(management.base.SystemCheckError, match="E009"):
        management.call_command("migrate", check_unapplied=True, skip_checks=False)


@pytest.mark.django_db
def test_in_development_a_superuser_is_only_a_warning(capsys):
    people.StaffFactory(is_superuser=True)

    management.call_command("check", databases=["default"])
    management.call_command("check", deploy=True)

    said = capsys.readouterr().err
    assert said.count("safeguards.W009") == 1
    assert "E009" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("is_production", [True, False])
def test_roles_alone_are_silent(settings, is_production):
    settings.PRODUCTION = is_production
    people.ReviewerFactory()
    people.AdministratorFactory()

    assert ours.nobody_passes_every_check(None, databases=["default"]) == []
    assert ours.nobody_passes_every_check_in_production(None) == []


def test_without_a_database_nothing_is_asked():
    assert ours.nobody_passes_every_check(None, databases=None) == []
    assert ours.nobody_passes_every_check_in_production(None, databases=None) == []


def test_a_database_that_does_not_answer_is_said_to_be_unseen(settings, monkeypatch):
    settings.PRODUCTION = True

    def unreachable():
        raise db.OperationalError("connection refused")

    monkeypatch.setattr(db.connection.introspection, "table_names", unreachable)

    (found,) = ours.nobody_passes_every_check_in_production(None)

    assert (found.id, found.level) == ("safeguards.I010", checks.INFO)

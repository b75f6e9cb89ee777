"""What whoever watches the site is told, and the checks of the settings."""

import pytest
import redis
from django import db
from django.core import checks

from config import checks as our_checks
from config.services import valkey


def test_alive_asks_no_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_is_migrated(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    with db.connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"migrations are waiting\n")


@pytest.mark.parametrize(
    ("setting", "value", "check", "found"),
    [
        ("CATALOGUE_TIME_ZONE", "Mars/Olympus", our_checks.catalogue_time_zone_exists, "E001"),
        ("PUBLIC_URL", "safeguards.example.org", our_checks.public_url_is_an_origin, "E002"),
        ("PUBLIC_URL", "https://a.example.org/x", our_checks.public_url_is_an_origin, "E002"),
        ("PUBLIC_URL", "https://b.example.org", our_checks.public_url_is_allowed, "E003"),
        ("SECRET_KEY", "short", our_checks.secret_key_is_long, "E005"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named_with_what_to_do(
    settings, setting, value, check, found
):
    assert check(None) == []

    setattr(settings, setting, value)

    (message,) = check(None)
    assert message.id == f"safeguards.{found}"
    assert message.hint


def test_production_without_encryption_is_a_warning(settings):
    settings.PRODUCTION, settings.PUBLIC_URL = True, "http://safeguards.example.org"

    (message,) = our_checks.production_is_encrypted(None)

    assert message.id == "safeguards.W004"


@pytest.mark.processes
def test_a_broker_that_forgets_is_a_warning(settings, broker):
    settings.REDIS_URL = valkey.url(running=broker)
    assert our_checks.broker_forgets_nothing(None) == []

    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")

    (message,) = our_checks.broker_forgets_nothing(None)
    assert message.id == "safeguards.W008"


def test_a_broker_that_is_gone_is_a_warning(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/none.sock"

    (message,) = our_checks.broker_forgets_nothing(None)

    assert message.id == "safeguards.W007"


def test_the_checks_are_registered():
    registered = {check.__name__ for check in checks.registry.registry.get_checks(True)}

    assert {
        "catalogue_time_zone_exists",
        "public_url_is_an_origin",
        "public_url_is_allowed",
        "production_is_encrypted",
        "secret_key_is_long",
        "postgresql_is_recent",
        "broker_forgets_nothing",
    } <= registered

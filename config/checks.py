"""System checks: what is set but cannot be right, each with an id and what to do about it."""

import urllib.parse
import zoneinfo
from collections.abc import Sequence
from typing import Any

import redis
from django import db
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.http import request as http_request

OLDEST_POSTGRESQL = 150_000


@checks.register(checks.Tags.compatibility)
def catalogue_time_zone_exists(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.Error]:
    """`safeguards.E001`: the zone whose calendar says what day it is."""
    try:
        zoneinfo.ZoneInfo(settings.CATALOGUE_TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return [
            checks.Error(
                f"CATALOGUE_TIME_ZONE={settings.CATALOGUE_TIME_ZONE!r} is no time zone.",
                hint="Use a name such as America/Los_Angeles or Europe/Paris.",
                id="safeguards.E001",
            )
        ]
    return []


@checks.register(checks.Tags.compatibility)
def public_url_is_an_origin(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.Error]:
    """`safeguards.E002`: links in mails are built on it."""
    parts = urllib.parse.urlsplit(settings.PUBLIC_URL)
    if parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"}:
        return []
    return [
        checks.Error(
            f"PUBLIC_URL={settings.PUBLIC_URL!r} is no address of a site.",
            hint="Use scheme and host alone, such as https://safeguards.example.org",
            id="safeguards.E002",
        )
    ]


@checks.register(checks.Tags.compatibility)
def public_url_is_allowed(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.Error]:
    """`safeguards.E003`: the site would answer 400 to its own address."""
    host = urllib.parse.urlsplit(settings.PUBLIC_URL).hostname or ""
    if not host or http_request.validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        checks.Error(
            f"ALLOWED_HOSTS does not have {host}, the host of PUBLIC_URL.",
            hint=f"Add it: ALLOWED_HOSTS={','.join([*settings.ALLOWED_HOSTS, host])}",
            id="safeguards.E003",
        )
    ]


@checks.register(checks.Tags.security)
def production_is_encrypted(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.Warning]:
    """`safeguards.W004`: who reads which clause is nobody's business on the way."""
    if not settings.PRODUCTION or settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        checks.Warning(
            "PUBLIC_URL is not https: sign-ins and what members read travel in the clear.",
            hint="Put a server that speaks TLS in front, and set PUBLIC_URL=https://…",
            id="safeguards.W004",
        )
    ]


@checks.register(checks.Tags.security)
def secret_key_is_long(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.Error]:
    """`safeguards.E005`: every signed link and session hangs on it."""
    if len(settings.SECRET_KEY) >= 40:
        return []
    return [
        checks.Error(
            "SECRET_KEY is shorter than 40 characters.",
            hint="Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
            id="safeguards.E005",
        )
    ]


@checks.register(checks.Tags.database)
def postgresql_is_recent(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.Error]:
    """`safeguards.E006`: asked only when the command has a database."""
    if not databases:
        return []
    with db.connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version >= OLDEST_POSTGRESQL:
        return []
    return [
        checks.Error(
            f"The database is PostgreSQL {version // 10_000}.",
            hint="Use PostgreSQL 15 or later.",
            id="safeguards.E006",
        )
    ]


@checks.register(checks.Tags.database)
def nobody_passes_every_check(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """`safeguards.E009` in production, `W009` elsewhere: roles are enough for all work."""
    return _superusers() if databases else []


@checks.register(checks.Tags.security, deploy=True)
def nobody_passes_every_check_in_production(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """`safeguards.E009` by `check --deploy`, which names no database; `I010` if none answers."""
    if databases or not settings.PRODUCTION:
        return []
    try:
        return _superusers()
    except db.OperationalError:
        return [
            checks.Info(
                "The database does not answer: whether an account passes every permission check "
                "was not looked at.",
                hint="Run `manage.py check --deploy` where the database can be reached.",
                id="safeguards.I010",
            )
        ]


def _superusers() -> list[checks.CheckMessage]:
    """A superuser passes every permission, that of a second person too."""
    users = get_user_model()
    if users._meta.db_table not in db.connection.introspection.table_names():
        return []
    count = users.objects.filter(is_superuser=True, is_active=True).count()
    if not count:
        return []
    found, number = (checks.Error, "E009") if settings.PRODUCTION else (checks.Warning, "W009")
    return [
        found(
            f"{count} active account(s) pass every permission check.",
            hint="Give the person a role at the desk, and take is_superuser away.",
            id=f"safeguards.{number}",
        )
    ]


@checks.register(checks.Tags.caches, deploy=True)
def broker_forgets_nothing(
    app_configs: Sequence[Any] | None, **_: Any
) -> list[checks.CheckMessage]:
    """`safeguards.W007` and `safeguards.W008`: asked by `check --deploy` only."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
        ) as client:
            policy = client.info("memory").get("maxmemory_policy", "")
    except (redis.RedisError, OSError):
        return [
            checks.Warning(
                "The broker that REDIS_URL names does not answer.",
                hint="Alerts wait until it does; `manage.py run_due` sends them without it.",
                id="safeguards.W007",
            )
        ]
    if policy == "noeviction":
        return []
    return [
        checks.Warning(
            f"The broker drops messages when its memory is full (maxmemory-policy {policy}).",
            hint="Set maxmemory-policy noeviction.",
            id="safeguards.W008",
        )
    ]

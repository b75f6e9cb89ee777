"""Settings by the environment: a private machine, production, and nothing in between."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

from config import environment
from tests.config.conftest import PROJECT

PRODUCTION = {
    "DATABASE_URL": "postgresql://tracker:secret@database.example.org/tracker",
    "REDIS_URL": "redis://broker.example.org:6379/0",
    "PUBLIC_URL": "https://safeguards.example.org",
    "ALLOWED_HOSTS": "safeguards.example.org",
    "SECRET_KEY": "k" * 50,
    "EMAIL_URL": "submission://name:secret@mail.example.org",
    "DEFAULT_FROM_EMAIL": "Alerts <alerts@example.org>",
}
READ = re.compile(r"""(?:env\.\w+\(\s*|environ\.get\(\s*|_is_set\(|getenv\()["']([A-Z_]+)["']""")
# What the operating system sets, and what Django's own entrances read.
NOT_OURS = {"PATH", "DJANGO_SETTINGS_MODULE"}


@pytest.fixture
def set_only(monkeypatch):
    """Let the environment hold these of our variables and no other."""

    def set_them(**values: str) -> None:
        for name in (*PRODUCTION, "PRODUCTION", "DEMO", "EMAIL_PROVIDER"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(f"{name}_FILE", raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_them


@pytest.mark.parametrize(
    "local",
    [
        {},
        {"DATABASE_URL": "postgresql://tracker@/tracker?host=/run/postgresql"},
        {"DATABASE_URL": "postgresql://localhost/tracker", "REDIS_URL": "redis://127.0.0.1/0"},
        {"REDIS_URL": "unix:///run/valkey.sock"},
        {"PUBLIC_URL": "http://localhost:8001", "ALLOWED_HOSTS": "localhost,[::1],a.localhost"},
        {"DATABASE_URL": "postgresql://database/tracker", "PRODUCTION": "0"},
    ],
)
def test_a_private_machine_is_no_production(set_only, local):
    set_only(**local)

    assert not environment.is_production()


@pytest.mark.parametrize(
    "public",
    [
        {"DATABASE_URL": "postgresql://database.example.org/tracker"},
        {"DATABASE_URL": "postgresql://tracker@/tracker?host=database.example.org"},
        {"REDIS_URL": "redis://10.0.0.7/0"},
        {"PUBLIC_URL": "https://safeguards.example.org"},
        {"ALLOWED_HOSTS": "localhost,safeguards.example.org"},
        {"ALLOWED_HOSTS": "*"},
        {"PRODUCTION": "1"},
    ],
)
def test_another_machine_makes_it_production(set_only, public):
    set_only(**public)

    assert environment.is_production()


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_half_set_production_names_what_is_missing(set_only, missing):
    set_only(**{name: value for name, value in PRODUCTION.items() if name != missing})

    with pytest.raises(environment.HalfSetProductionError, match=rf"and {missing} is not set"):
        environment.refuse_half_set()


def test_a_provider_of_mail_stands_in_for_its_address(set_only):
    set_only(**(PRODUCTION | {"EMAIL_URL": "", "EMAIL_PROVIDER": "postmark"}))

    environment.refuse_half_set()


def test_a_variable_may_come_from_a_file(set_only, tmp_path):
    key = tmp_path / "key"
    key.write_text(PRODUCTION["SECRET_KEY"])
    rest = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    set_only(**rest, SECRET_KEY_FILE=str(key))

    environment.refuse_half_set()


def test_a_demonstration_is_refused_in_production(set_only):
    set_only(**PRODUCTION, DEMO="1")

    with pytest.raises(environment.HalfSetProductionError, match="DEMO"):
        environment.refuse_half_set()


@pytest.mark.parametrize("entrance", [["manage.py", "migrate"], ["-m", "config.run"]])
def test_no_entrance_starts_half_set(clean_environment, where, entrance):
    ran = subprocess.run(
        [sys.executable, *entrance],
        cwd=PROJECT,
        env=clean_environment | {"PUBLIC_URL": "https://safeguards.example.org"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    said = ran.stdout + ran.stderr
    assert len(said.strip().splitlines()) == 1
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"):
        assert name in said
    assert not where.database.exists()


def test_production_is_strict_with_browsers(clean_environment):
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_HTTPONLY",
        "DEBUG",
    )
    script = f"from config import settings; print([getattr(settings, n) for n in {names}])"

    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=clean_environment | PRODUCTION,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == "[True, True, True, 31536000, True, False]"


def test_a_private_machine_has_a_key_of_its_own_that_stays(set_only, monkeypatch, tmp_path):
    set_only()
    monkeypatch.setenv("RUN_FOLDER", str(tmp_path / "run"))

    first, second = environment.private_secret_key(), environment.private_secret_key()

    assert first == second
    assert len(first) >= 60
    assert (tmp_path / "run" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_file_beside_manage_py_never_overrides_the_environment(set_only, monkeypatch, tmp_path):
    set_only(DEFAULT_FROM_EMAIL="from the environment")
    file = tmp_path / "settings"
    file.write_text("DEFAULT_FROM_EMAIL=from the file\nLOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("ENV_FILE", str(file))
    monkeypatch.setenv("LOG_LEVEL", "")
    monkeypatch.delenv("LOG_LEVEL")

    environment.load()

    assert os.environ["DEFAULT_FROM_EMAIL"] == "from the environment"
    assert os.environ["LOG_LEVEL"] == "DEBUG"


def test_the_example_names_every_variable_that_is_read_and_no_other():
    files = [*pathlib.Path(PROJECT / "config").rglob("*.py"), PROJECT / "manage.py"]
    read = {name for file in files for name in READ.findall(file.read_text())} - NOT_OURS
    read |= set(environment.NEEDED_IN_PRODUCTION)

    named = set(re.findall(r"^#([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))

    assert named == read

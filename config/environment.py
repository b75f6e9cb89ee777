"""What the environment asks for: a private machine or production, and there nothing missing.

Production begins as soon as one of the addresses below names another machine, or PRODUCTION=1 says
so. PRODUCTION=0 says that it is none, as in a test with a database in a container of its own.
"""

import ipaddress
import os
import pathlib
import secrets
import urllib.parse

import environ
from django.core import exceptions
from environ import fileaware_mapping

from config.services import places

PROJECT = pathlib.Path(__file__).resolve().parent.parent
ADDRESSES = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "ALLOWED_HOSTS")
NEEDED_IN_PRODUCTION = (*ADDRESSES, "SECRET_KEY", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
OF_THIS_MACHINE = {"", "localhost", "testserver"}

env = environ.FileAwareEnv()
# Read each file when it is asked for: secrets are kept in no second place.
env.ENVIRON = fileaware_mapping.FileAwareMapping(cache=False)


class HalfSetProductionError(exceptions.ImproperlyConfigured):
    """Production is asked for and something it needs is missing; the message names all of it."""


def load() -> None:
    """Read `.env` beside manage.py, or the file ENV_FILE names; it never overrides the environment.

    Raises HalfSetProductionError, naming every missing variable.
    """
    named = os.environ.get("ENV_FILE")
    file = pathlib.Path(named) if named else PROJECT / ".env"
    if file.is_file():
        environ.Env.read_env(file)
    refuse_half_set()


def refuse_half_set() -> None:
    """Refuse production with something missing, or with what belongs to a demonstration."""
    if not is_production():
        return
    missing = [name for name in NEEDED_IN_PRODUCTION if not env.str(name, default="")]
    if missing == ["EMAIL_URL"] and env.str("EMAIL_PROVIDER", default=""):
        missing = []
    if missing:
        raise HalfSetProductionError(
            f"This is production ({_because()}) and {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not set: set each, or a file with it as "
            "NAME_FILE; `.env.example` says what each is for."
        )
    if env.bool("DEMO", default=False):
        raise HalfSetProductionError(
            f"This is production ({_because()}) and DEMO is set: demonstration accounts have no "
            "place here."
        )


def is_production() -> bool:
    """Whether this serves more than the machine it runs on."""
    said = env.str("PRODUCTION", default="")
    if said:
        return bool(env.bool("PRODUCTION"))
    return bool(_elsewhere())


def private_secret_key() -> str:
    """The key of an installation that serves this machine only: made once, kept beside its data."""
    where = places.default()
    places.make_private(folder=where.folder)
    file = where.folder / "secret-key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text() or secrets.token_urlsafe(48)


def _because() -> str:
    return ", ".join([f"{name} names another machine" for name in _elsewhere()] or ["PRODUCTION=1"])


def _elsewhere() -> list[str]:
    """The variables that name another machine than this one."""
    found = []
    for name in ADDRESSES:
        said = env.str(name, default="")
        hosts = said.split(",") if name == "ALLOWED_HOSTS" else [_host(said)]
        if said and not all(_is_this_machine(host.strip()) for host in hosts):
            found.append(name)
    return found


def _host(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    asked = urllib.parse.parse_qs(parts.query).get("host", [""])[0]
    return "" if asked.startswith("/") else (asked or parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    name = host.strip("[].").lower()
    if name in OF_THIS_MACHINE or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False

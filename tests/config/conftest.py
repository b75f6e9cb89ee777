"""Commands that use embedded services of their own, in a folder that goes with the test."""

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from config.services import places, postgresql, valkey

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
# Starts the services, says where they are, and ends when it is told to.
USER_OF_SERVICES = """
import os, sys
from config import services
try:
    services.ensure()
except services.ServicesUnavailable as refusal:
    sys.exit(str(refusal))
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def where(short_folder) -> Iterator[places.Places]:
    """Places of this test's own; whatever still runs there at its end is stopped."""
    mine = places.Places(folder=short_folder / "run")
    yield mine
    for service in (valkey, postgresql):
        running = service.find(where=mine)
        if running is not None:
            service.stop(running=running)


@pytest.fixture
def clean_environment(where) -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "RUN_FOLDER": str(where.folder),
        "ENV_FILE": os.devnull,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(PROJECT),
    }


@pytest.fixture
def start_user(clean_environment) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command that uses the services until its standard input is closed."""
    started: list[subprocess.Popen[str]] = []

    def start(**environment: str) -> subprocess.Popen[str]:
        user = subprocess.Popen(
            [sys.executable, "-c", USER_OF_SERVICES],
            env=clean_environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(user)
        return user

    yield start
    for user in started:
        user.kill()
        user.communicate()

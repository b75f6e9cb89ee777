"""What every test may use: a cloned database, and a database and broker for real processes."""

import os
import pathlib
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django import test as django_test
from django.conf import settings
from django.core.cache import caches

from clauses import vocabulary
from config.services import processes, valkey
from tests import databases
from tracker.api import limits

# How long an example takes says how busy the machine is; speed is shown by `make bench`.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")

# A test that commits gets a fresh clone afterwards, with what migrations put in; no flush.
django_test.TransactionTestCase._fixture_teardown = lambda self: None


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Passwords that take no time: half a second each would be most of some tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def test_databases() -> Iterator[databases.Databases]:
    """The databases of this test process; the first test that needs one starts the server."""
    served = databases.Databases()
    yield served
    served.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, test_databases) -> None:
    """In place of pytest-django's: clone instead of migrate."""
    with django_db_blocker.unblock():
        test_databases.use(databases.EMPTY)


@pytest.fixture(autouse=True)
def _fresh_vocabulary() -> Iterator[None]:
    """Labels are kept for a minute in a process; no test sees those of the one before."""
    vocabulary.forget()
    yield
    vocabulary.forget()


@pytest.fixture(autouse=True)
def forget_limits() -> Callable[[], None]:
    """How often one may ask is counted per process: begin at nothing, and again when called."""
    _forget_limits()
    return _forget_limits


def _forget_limits() -> None:
    caches["limits"].clear()
    limits.own_memory.clear()


@pytest.fixture
def catalogue() -> None:
    """The test runs on a database with the whole catalogue loaded; ask for it beside `db`."""


@pytest.fixture
def _database_of_this_test(
    request, django_db_setup, django_db_blocker, test_databases
) -> Iterator[None]:
    kind = databases.CATALOGUE if "catalogue" in request.fixturenames else databases.EMPTY
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))
    commits = commits or bool({"transactional_db", "live_server"} & set(request.fixturenames))
    with django_db_blocker.unblock():
        test_databases.use(kind)
    yield
    if commits:
        with django_db_blocker.unblock():
            test_databases.renew(kind)


@pytest.fixture
def _django_db_helper(_database_of_this_test, _django_db_helper) -> None:
    """pytest-django's own fixture, after the right database has been chosen."""


@pytest.fixture
def short_folder() -> Iterator[pathlib.Path]:
    """A private folder with a short name, because the path of a Unix socket must be short."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ast-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def broker(short_folder) -> Iterator[valkey.Running]:
    """A Valkey of this test's own; the test may freeze or kill it."""
    running = databases.own_broker(folder=short_folder / "broker")
    yield running
    if processes.is_alive(pid=running.pid):
        os.kill(running.pid, signal.SIGCONT)
        valkey.stop(running=running)


@pytest.fixture
def process_environment(transactional_db, broker, short_folder) -> dict[str, str]:
    """The environment for real processes (worker, beat, web) on this test's database and broker."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }
    return kept | {
        "DATABASE_URL": databases.url(),
        "REDIS_URL": valkey.url(running=broker),
        "RUN_FOLDER": str(short_folder / "run"),
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Wait for something that a real process will make true, with a limit."""
    return _wait_until


def _wait_until(true: Callable[[], object], *, within: float = 20.0, what: str = "it") -> None:
    """Ask again and again until it is so; fail with a sentence when the time is over."""
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen within {within} seconds")
        time.sleep(0.05)

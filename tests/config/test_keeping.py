"""The database of `make run` into a file and back."""

import subprocess
import sys

import psycopg
import pytest

from config.services import postgresql, sharing
from tests.config.conftest import PROJECT

pytestmark = pytest.mark.processes


@pytest.fixture
def keep(clean_environment):
    def act(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "config.keeping", *arguments],
            cwd=PROJECT,
            env=clean_environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return act


@pytest.fixture
def database(where):
    """Embedded services that run for the test, with one table."""
    share = sharing.join(where=where, broker=False)
    address = postgresql.url(running=share.database)
    with psycopg.connect(address, autocommit=True) as session:
        session.execute("CREATE TABLE kept AS SELECT 'Drehbuch' AS word")
    yield address
    sharing.leave(share=share)


def test_what_was_dumped_comes_back(keep, database, tmp_path):
    file = tmp_path / "tracker.dump"
    dumped = keep("dump", str(file))
    with psycopg.connect(database, autocommit=True) as session:
        session.execute("UPDATE kept SET word = 'changed'")

    restored = keep("restore", str(file))

    assert (dumped.returncode, restored.returncode) == (0, 0), dumped.stderr + restored.stderr
    with psycopg.connect(database) as session:
        assert session.execute("SELECT word FROM kept").fetchone() == ("Drehbuch",)


def test_a_dump_never_replaces_a_file(keep, tmp_path):
    file = tmp_path / "tracker.dump"
    file.write_text("precious")

    dumped = keep("dump", str(file))

    assert (dumped.returncode, file.read_text()) == (1, "precious")
    assert "exists" in dumped.stderr


def test_a_reset_is_refused_while_the_database_runs(keep, database, where):
    refused = keep("reset")

    assert refused.returncode == 1
    assert "stop" in refused.stderr
    assert where.database.exists()


def test_a_reset_forgets_the_data(keep, where):
    sharing.leave(share=sharing.join(where=where))

    done = keep("reset")

    assert done.returncode == 0
    assert not where.database.exists()
    assert not where.broker.exists()

"""Every released version's database can be brought to today's by `migrate` and `load_catalogue`."""

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from tests import databases
from tests.releases import dumps

COUNT = sql.SQL("SELECT count(*) FROM {} WHERE live")


@pytest.fixture
def address_of_release(db, request):
    """The address of a database that holds the dump of a release."""
    name = f"test_tracker_run_release_{os.getpid()}"
    with psycopg.connect(databases.url(name="postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        dumps.read(request.param, address=databases.url(name=name))
        yield databases.url(name=name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(*arguments, address):
    environment = os.environ | {"DATABASE_URL": address, "REDIS_URL": "redis://127.0.0.1:1/0"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=databases.PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("address_of_release", dumps.versions(), indirect=True)
def test_the_database_of_a_release_migrates_and_keeps_its_records(address_of_release):
    migrated = manage("migrate", "--no-input", address=address_of_release)
    loaded = manage("load_catalogue", address=address_of_release)

    assert migrated.returncode == 0, migrated.stderr
    assert loaded.returncode == 0, loaded.stderr
    with psycopg.connect(address_of_release) as connection:
        counts = {
            table: connection.execute(COUNT.format(sql.Identifier(table))).fetchone()[0]
            for table in ("clauses_agreement", "clauses_clause", "tracker_deployment")
        }
    assert counts["clauses_agreement"] >= 28
    assert counts["clauses_clause"] >= 163
    assert counts["tracker_deployment"] >= 99


def test_the_dump_of_the_first_release_is_kept():
    assert "0.1.0" in dumps.versions()

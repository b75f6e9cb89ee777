"""The embedded PostgreSQL: made once, started, found running, stopped; on a private socket only."""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.parse

from config.services import binaries, places, privileges, processes, refusals

NAME = "tracker"
PATIENCE = 60.0
DURABLE = ("fsync=on",)
# For tests: what a crash would lose is made again in seconds.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclasses.dataclass(frozen=True)
class Running:
    """A server that was found running: its process and the folder of its socket."""

    pid: int
    sockets: pathlib.Path


def url(*, running: Running, database: str = NAME) -> str:
    """The address that Django and PostgreSQL's own programs take."""
    host = urllib.parse.quote(os.fspath(running.sockets), safe="/")
    return f"postgresql://{NAME}@/{database}?host={host}"


def find(*, where: places.Places) -> Running | None:
    """The server of these places if it runs and answers, whoever started it."""
    for data in _possible_data(where):
        found = _running(data)
        if found is not None:
            return found
    return None


def start(*, where: places.Places, durable: bool = True) -> Running:
    """Start the server, making its data first if there are none, and wait until it answers.

    Raises ServicesUnavailable if it does not start, or if the data are another version's.
    """
    account = privileges.account(programs=binaries.postgresql(), where=where)
    _note_data(where=where, data=account.data)
    log = where.logs / "postgresql.log"
    if not (account.data / "PG_VERSION").exists():
        _make(account=account, log=log)
    _refuse_other_version(account=account)
    _remove_stale(account=account)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": os.fspath(account.sockets),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    settings = [f"{name}={value}" for name, value in options.items()] + list(
        DURABLE if durable else FORGETFUL
    )
    arguments = [part for setting in settings for part in ("-c", setting)]
    child = processes.spawn(
        account.command("postgres", "-D", os.fspath(account.data), *arguments),
        log=log,
        environment=_environment(),
        user=account.user,
    )
    return _wait_ready(child=child, data=account.data, log=log)


def stop(*, running: Running) -> bool:
    """Stop the server: at once but cleanly, by force if it must be. True when it is gone."""
    return (
        processes.end(pid=running.pid, how=signal.SIGINT, patience=20)
        or processes.end(pid=running.pid, how=signal.SIGQUIT, patience=10)
        or processes.end(pid=running.pid, how=signal.SIGKILL, patience=5)
    )


def _make(*, account: privileges.Account, log: pathlib.Path) -> None:
    """Make the data in a folder beside, and give it its name only when it is whole."""
    unfinished = account.data.with_name(account.data.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    if account.user:
        unfinished.mkdir(mode=0o700)
        shutil.chown(unfinished, user=account.user)
    locale = ["--locale=C.UTF-8"]
    if account.programs.major >= 17:
        locale.append("--locale-provider=builtin")
    _run(
        account.command(
            *(
                "initdb",
                "-D",
                os.fspath(unfinished),
                "-U",
                NAME,
                "--auth=trust",
                "--encoding=UTF8",
                *locale,
            ),
            "--no-instructions",
        ),
        account=account,
        log=log,
    )
    _run(
        account.command("postgres", "--single", "-D", os.fspath(unfinished), "postgres"),
        account=account,
        log=log,
        said=f"CREATE DATABASE {NAME}\n",
    )
    unfinished.rename(account.data)


def _run(
    command: list[str], *, account: privileges.Account, log: pathlib.Path, said: str = ""
) -> None:
    ran = subprocess.run(
        command,
        input=said.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        user=account.user,
        extra_groups=[] if account.user else None,
        cwd="/",
        env=_environment(),
        check=False,
    )
    with processes.open_log(log=log) as output:
        output.write(ran.stdout)
    if ran.returncode:
        raise refusals.ServicesUnavailable(
            "The embedded PostgreSQL could not make its data "
            f"({processes.last_line(log=log)}; see {log}); "
            "or set DATABASE_URL to a server of yours."
        )


def _refuse_other_version(*, account: privileges.Account) -> None:
    made_by = (account.data / "PG_VERSION").read_text().strip()
    if made_by != str(account.programs.major):
        raise refusals.ServicesUnavailable(
            f"The data in {account.data} were made by PostgreSQL {made_by}, which PostgreSQL "
            f"{account.programs.major} cannot read: dump them with the version that made them "
            "(`make dump`), then `make reset` and `make restore`; or name those programs by PGBIN."
        )


def _remove_stale(*, account: privileges.Account) -> None:
    """Remove what a killed server left if its process id is now another's: it would not start."""
    lines = _pid_file(account.data)
    if lines and os.fspath(account.data) not in processes.command(pid=_pid(lines)):
        (account.data / "postmaster.pid").unlink(missing_ok=True)
        for left in account.sockets.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)


def _wait_ready(
    *, child: subprocess.Popen[bytes], data: pathlib.Path, log: pathlib.Path
) -> Running:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and child.poll() is None:
        found = _running(data)
        if found is not None:
            return found
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    raise refusals.ServicesUnavailable(
        f"The embedded PostgreSQL does not start ({processes.last_line(log=log)}; see {log}); "
        "or set DATABASE_URL to a server of yours."
    )


def _running(data: pathlib.Path) -> Running | None:
    """What PostgreSQL writes of itself: id, data, start, port, sockets, address, memory, state."""
    lines = _pid_file(data)
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    found = Running(pid=_pid(lines), sockets=pathlib.Path(lines[4]))
    if not processes.is_alive(pid=found.pid):
        return None
    return found if processes.answers(address=found.sockets / f".s.PGSQL.{lines[3]}") else None


def _pid_file(data: pathlib.Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _pid(lines: list[str]) -> int:
    return int(lines[0]) if lines and lines[0].strip().isdigit() else 0


def _possible_data(where: places.Places) -> list[pathlib.Path]:
    noted = where.folder / "postgresql.at"
    return [where.database, pathlib.Path(noted.read_text())] if noted.exists() else [where.database]


def _note_data(*, where: places.Places, data: pathlib.Path) -> None:
    """Where the data lie elsewhere, note it, so that every command finds the server."""
    noted = where.folder / "postgresql.at"
    if data == where.database:
        noted.unlink(missing_ok=True)
    else:
        noted.write_text(os.fspath(data))


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the server: neither secrets nor another PostgreSQL's settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

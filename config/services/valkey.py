"""The embedded Valkey, which carries Celery's messages: on a private socket, kept in a file."""

import contextlib
import dataclasses
import os
import pathlib
import signal
import time

from config.services import binaries, places, processes, refusals

PATIENCE = 30.0


@dataclasses.dataclass(frozen=True)
class Running:
    """A server that was found running: its process and its socket."""

    pid: int
    socket: pathlib.Path


def url(*, running: Running) -> str:
    """The address that the settings take as REDIS_URL."""
    return f"unix://{running.socket}"


def find(*, where: places.Places) -> Running | None:
    """The server of these places if it runs and answers, whoever started it."""
    try:
        pid = int((where.broker / "valkey.pid").read_text())
    except (OSError, ValueError):
        return None
    found = Running(pid=pid, socket=where.sockets / "valkey.sock")
    if not processes.is_alive(pid=pid) or not processes.answers(address=found.socket):
        return None
    return found


def start(*, where: places.Places, durable: bool = True) -> Running:
    """Start the server and wait until it answers. Raises ServicesUnavailable if it does not."""
    binary = binaries.valkey()
    places.make_private(folder=where.broker)
    log = where.logs / "valkey.log"
    (where.broker / "valkey.pid").unlink(missing_ok=True)
    options = {
        "port": "0",
        "unixsocket": os.fspath(where.sockets / "valkey.sock"),
        "unixsocketperm": "700",
        "dir": os.fspath(where.broker),
        "pidfile": os.fspath(where.broker / "valkey.pid"),
        "daemonize": "no",
        "appendonly": "yes" if durable else "no",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    child = processes.spawn([os.fspath(binary), *arguments], log=log, environment=environment)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and child.poll() is None:
        found = find(where=where)
        if found is not None:
            return found
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    raise refusals.ServicesUnavailable(
        f"The embedded Valkey does not start ({processes.last_line(log=log)}; see {log}); "
        "or set REDIS_URL to a server of yours."
    )


def stop(*, running: Running) -> bool:
    """Stop the server, which writes its file first; by force if it must be. True when gone."""
    return processes.end(pid=running.pid, how=signal.SIGTERM, patience=10) or processes.end(
        pid=running.pid, how=signal.SIGKILL, patience=5
    )

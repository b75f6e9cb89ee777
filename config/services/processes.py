"""Processes by their id: is it alive, is it the one we mean, end it."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time
from typing import BinaryIO

# The servers this process started; they may outlive it, and are collected if they end before it.
_servers: list[subprocess.Popen[bytes]] = []


def spawn(
    command: list[str], *, log: pathlib.Path, environment: dict[str, str], user: str | None = None
) -> subprocess.Popen[bytes]:
    """Start a server out of reach of this terminal's Ctrl-C, with an environment of its own."""
    with open_log(log=log) as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            extra_groups=[] if user else None,
            cwd="/",
            env=environment,
        )
    _servers.append(server)
    return server


def let_go() -> None:
    """Leave the servers that still run to whoever uses them; this process will not collect them."""
    for server in _servers:
        if server.poll() is None:
            server.returncode = 0
    _servers.clear()


def is_alive(*, pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be collected does not."""
    if pid <= 0:
        return False
    for server in _servers:
        server.poll()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) != "Z"


def born(*, pid: int) -> str:
    """When the process began: with the id it names one process for ever. Empty when it is gone."""
    fields = _stat(pid)
    if fields:
        return fields[19]
    if pathlib.Path("/proc/self/stat").exists():
        return ""
    asked = subprocess.run(
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def end(*, pid: int, how: signal.Signals, patience: float) -> bool:
    """Send the signal and wait up to so many seconds; true when the process is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
    return wait_gone(pid=pid, patience=patience)


def wait_gone(*, pid: int, patience: float) -> bool:
    """Wait up to so many seconds for a process to end; true when it is gone."""
    deadline = time.monotonic() + patience
    while is_alive(pid=pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, the state first; empty where there is none."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _state(pid: int) -> str:
    fields = _stat(pid)
    return fields[0] if fields else ""


def command(*, pid: int) -> str:
    """What the process calls itself, arguments included; empty when it is gone."""
    try:
        return (
            pathlib.Path(f"/proc/{pid}/cmdline")
            .read_bytes()
            .replace(b"\0", b" ")
            .decode(errors="replace")
        )
    except OSError:
        if pathlib.Path("/proc/self/stat").exists():
            return ""
    asked = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def answers(*, address: pathlib.Path) -> bool:
    """Whether a server accepts connections on that Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(2)
        try:
            line.connect(os.fspath(address))
        except OSError:
            return False
    return True


def last_line(*, log: pathlib.Path) -> str:
    """The last line of a log that says something, for a refusal's sentence."""
    try:
        lines = [
            line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()
        ]
    except OSError:
        return "its log cannot be read"
    return lines[-1] if lines else "its log is empty"


def open_log(*, log: pathlib.Path, largest: int = 5_000_000) -> BinaryIO:
    """Open a log to append to; one that has grown too large becomes `….1` first."""
    if log.exists() and log.stat().st_size > largest:
        log.replace(log.with_name(log.name + ".1"))
    return log.open("ab")

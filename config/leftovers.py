"""What a killed `make run` left running: recorded while it runs, ended by the next."""

import contextlib
import fcntl
import json
import os
import pathlib
import signal

from config.services import places, processes


class AlreadyRunning(Exception):
    """Another `make run` of this checkout is running."""


def claim(*, where: places.Places) -> int:
    """Be the only run of these places until this process ends. Raises AlreadyRunning."""
    lock = os.open(where.folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.read(lock, 20).decode(errors="replace").strip() or "unknown"
        os.close(lock)
        raise AlreadyRunning(
            f"The site of this checkout is running already (process {other}); stop that one first."
        ) from None
    os.ftruncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
    return lock


def record(*, where: places.Places, children: dict[str, int]) -> None:
    """Write down which processes belong to this run."""
    found = {name: {"pid": pid, "born": processes.born(pid=pid)} for name, pid in children.items()}
    file = _file(where)
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps(found))
    unfinished.replace(file)


def end(*, where: places.Places) -> list[str]:
    """End what an earlier run left, if it is still the same processes; their names."""
    try:
        recorded = json.loads(_file(where).read_text())
    except (OSError, ValueError):
        return []
    ended = []
    for name, each in recorded.items():
        pid = int(each["pid"])
        if processes.is_alive(pid=pid) and processes.born(pid=pid) == each["born"]:
            if not processes.end(pid=pid, how=signal.SIGTERM, patience=5):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                processes.wait_gone(pid=pid, patience=5)
            ended.append(name)
    forget(where=where)
    return ended


def forget(*, where: places.Places) -> None:
    """This run has ended everything it started."""
    _file(where).unlink(missing_ok=True)


def _file(where: places.Places) -> pathlib.Path:
    return where.folder / "run.json"

"""A child process of `make run`: started, watched, started again when it dies, ended whole."""

import contextlib
import ctypes
import dataclasses
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from typing import IO

from config import rotating

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A child that lived this long had started well; its next death is a new story.
LIVED = 60.0
PR_SET_PDEATHSIG = 1


@dataclasses.dataclass
class Child:
    """One program that has to run as long as the site does."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: pathlib.Path
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = SHORTEST_PAUSE
    deaths: int = 0

    def start(self) -> None:
        """Start it in a group of its own, so that a Ctrl-C reaches the supervisor alone."""
        self.running = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        self.started_at = time.monotonic()
        output = self.running.stdout
        if output is not None:
            threading.Thread(target=_keep, args=(output, self.log), daemon=True).start()

    def watch(self) -> str:
        """Start it again if it has died and its pause is over; what happened, in words."""
        now = time.monotonic()
        if self.running is not None:
            code = self.running.poll()
            if code is None:
                return ""
            if now - self.started_at > LIVED:
                self.pause = SHORTEST_PAUSE
            self.running = None
            self.deaths += 1
            self.due_at = now + self.pause
            pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
            return f"{self.name} ended ({_why(code)}); again in {pause:g} s; see {self.log}"
        if now >= self.due_at:
            self.start()
            return f"{self.name} started again"
        return ""

    def ask_to_end(self) -> None:
        """Let it finish what it is doing."""
        if self.running is not None and self.running.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.running.terminate()

    def end(self, *, patience: float) -> None:
        """Wait for it to end; then end its whole group by force, whatever is left of it."""
        if self.running is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(timeout=patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()
        self.running = None


def _keep(output: IO[bytes], log: pathlib.Path) -> None:
    with contextlib.closing(output), rotating.Log(log) as kept:
        for line in output:
            kept.write(line)


def _end_with_parent() -> None:
    """Linux ends the child when the supervisor is killed; elsewhere the next run ends it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _why(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"

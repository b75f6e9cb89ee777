"""Runs the process that reads a file: its lines, silence included, and how it ended."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO

from django.conf import settings

from clauses.importing.reading.refusals import Reason, Refused

SILENCE = 5.0
"""Seconds after which a silent child is reported, so that a lease can be kept."""

LONGEST_LINE = 8 * 1024 * 1024


class Died(RuntimeError):
    """The process ended without saying how; another attempt may go better."""


def lines(
    arguments: list[str], *, given: BinaryIO, seconds: float
) -> Generator[dict[str, Any] | None, None, None]:
    """Run `python -m clauses.importing.reading` on an open file; yield its lines, None in silence.

    Raises Refused if it says so or takes longer than `seconds`, and Died. It is gone afterwards.
    """
    running = subprocess.Popen(
        [sys.executable, "-m", "clauses.importing.reading", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
    ended = False
    try:
        for line in _read(running, deadline=time.monotonic() + seconds):
            if line is not None:
                if "refused" in line:
                    raise Refused(Reason(line["refused"]))
                ended = "done" in line or "paused" in line
            yield line
        code = running.wait(timeout=SILENCE)
        if not ended:
            _say_why(code)
    finally:
        with contextlib.suppress(ProcessLookupError):
            running.kill()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()


def _read(
    running: "subprocess.Popen[bytes]", *, deadline: float
) -> Iterator[dict[str, Any] | None]:
    output = running.stdout
    assert output is not None  # noqa: S101 - it was asked for
    held = b""
    with selectors.DefaultSelector() as ready:
        ready.register(output, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Refused(Reason.TOO_LONG)
            if not ready.select(timeout=min(SILENCE, left)):
                yield None
                continue
            piece = os.read(output.fileno(), 1 << 16)
            if not piece:
                return
            held += piece
            *whole, held = held.split(b"\n")
            for line in whole:
                yield json.loads(line)
            if len(held) > LONGEST_LINE:
                raise Refused(Reason.TOO_MUCH_TEXT)


def _say_why(code: int) -> None:
    if code == -signal.SIGXCPU:
        raise Refused(Reason.TOO_LONG)
    raise Died(f"The process that read the file ended with {code}.")

"""How `make run` shows where it is: one line a step, with the seconds it took."""

import sys
import time

TICK, CROSS = "✓", "✗"


def begun(what: str) -> None:
    """On a terminal, say what is being done; the line is written over when it is done."""
    if sys.stdout.isatty():
        _write(f"  … {what}\r")


def done(what: str, *, since: float) -> None:
    """Say that it is done, and how long it took since that moment of the monotonic clock."""
    _write(f"  {TICK} {what} ({time.monotonic() - since:.1f} s)\n")


def failed(what: str) -> None:
    """Say what went wrong."""
    _write(f"  {CROSS} {what}\n")


def tell(line: str = "") -> None:
    """Say something else."""
    _write(f"{line}\n")


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding))
    sys.stdout.flush()

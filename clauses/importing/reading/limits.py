"""How much a file may cost: pages, characters, memory and time, kept by the operating system."""

import contextlib
import ctypes
import os
import resource
import signal
import sys

MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
MOST_CHARACTERS_A_PAGE = 400_000
MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 240
SECONDS_A_PAGE = 30
DEEPEST = 200
"""Elements inside one another in a DOCX; real ones stay below forty."""

PR_SET_PDEATHSIG = 1


def apply(*, memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS) -> None:
    """Bind this process: it cannot write a file, outgrow its memory, or outlive its parent."""
    _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 5)
    _limit(resource.RLIMIT_FSIZE, 0, 0)
    _limit(resource.RLIMIT_CORE, 0, 0)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, memory, memory)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.nice(10)


def _limit(what: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        _, most = resource.getrlimit(what)
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(what, (soft, hard))

"""A run that is killed at any moment is followed by one that works, on the same data."""

import json
import os
import random
import signal
import time

import pytest

from config.services import places, postgresql, processes, valkey

pytestmark = pytest.mark.processes
TIMES = 12


def prove_whatever_is_killed_the_next_run_serves_and_leaves_nothing(newcomer):
    chance = random.Random(20260502)  # noqa: S311 - chance, not secrecy
    somebody = newcomer()
    somebody.interrupt(somebody.run_until_it_serves())
    secret = (somebody.checkout / ".run" / "secret-key").read_text()

    for number in range(TIMES):
        running = somebody.start("run", f"PORT={somebody.port}")
        time.sleep(chance.uniform(0.2, 12.0))
        victims = victims_of(somebody) if number % 2 else []
        os.killpg(running.pid, signal.SIGKILL)
        for pid in chance.sample(victims, k=len(victims) // 2):
            processes.end(pid=pid, how=signal.SIGKILL, patience=5)

    last = somebody.run_until_it_serves()
    ready = somebody.status("/readyz")
    somebody.interrupt(last)

    assert ready == 200
    assert (somebody.checkout / ".run" / "secret-key").read_text() == secret
    assert somebody.processes() == []


def victims_of(somebody) -> list[int]:
    """The services and children that run now."""
    where = places.Places(folder=somebody.checkout / ".run")
    found = [service.find(where=where) for service in (postgresql, valkey)]
    pids = [service.pid for service in found if service is not None]
    record = where.folder / "run.json"
    if record.exists():
        pids += [each["pid"] for each in json.loads(record.read_text()).values()]
    return pids

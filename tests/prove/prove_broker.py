"""A broker that freezes, dies and comes back: worker and beat wait for it and go on."""

import os
import signal
import subprocess
import sys
import time

import pytest
import redis

from config.services import places, processes, valkey
from tests.config.conftest import PROJECT

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
FROZEN, DEAD = 60, 30


@pytest.fixture
def worker_and_beat(process_environment, short_folder):
    celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet"]
    beat = ["beat", "--schedule", str(short_folder / "beat"), "--pidfile="]
    with (short_folder / "log").open("w") as log:
        started = [
            subprocess.Popen(
                [*celery, *job], cwd=PROJECT, env=process_environment, stdout=log, stderr=log
            )
            for job in (["worker", "--concurrency", "2"], beat)
        ]
    yield started
    for one in started:
        one.terminate()
        one.wait(timeout=30)


def ticks_are_taken(broker: valkey.Running) -> bool:
    """Beat has put a tick into the queue since it was emptied, and a worker has taken it."""
    with redis.Redis.from_url(valkey.url(running=broker), socket_timeout=2) as client:
        client.delete("celery")
        client.config_resetstat()
        time.sleep(6)
        pushed = client.info("commandstats").get("cmdstat_lpush", {}).get("calls", 0)
        return pushed >= 2 and client.llen("celery") <= 2


def prove_worker_and_beat_outlive_a_frozen_and_a_killed_broker(
    worker_and_beat, broker, short_folder, eventually
):
    eventually(lambda: ticks_are_taken(broker), within=60, what="the first tick")

    os.kill(broker.pid, signal.SIGSTOP)
    time.sleep(FROZEN)
    os.kill(broker.pid, signal.SIGCONT)
    eventually(lambda: ticks_are_taken(broker), within=60, what="a tick after the frost")

    processes.end(pid=broker.pid, how=signal.SIGKILL, patience=5)
    time.sleep(DEAD)
    where = places.Places(folder=short_folder / "broker")
    again = valkey.start(where=where)
    try:
        eventually(lambda: ticks_are_taken(again), within=60, what="a tick after the death")
    finally:
        valkey.stop(running=again)

    assert [one.poll() for one in worker_and_beat] == [None, None]

"""A worker whose broker dies in the middle of its work takes up new work when it is back."""

import subprocess
import sys
import time

import psycopg
import pytest
import redis

from config.services import processes, valkey
from tests import databases
from tests.config.conftest import PROJECT

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
TICK = "tracker.alerts.tasks.fan_out_changes"


@pytest.fixture
def worker(process_environment, short_folder):
    with (short_folder / "log").open("w") as log:
        started = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "--app", "config.celery", "--quiet", "worker"),
                *("--concurrency", "2", "--without-mingle", "--without-gossip"),
            ],
            cwd=PROJECT,
            env=process_environment,
            stdout=log,
            stderr=log,
        )
    yield started
    started.terminate()
    started.wait(timeout=30)


def tick(environment: dict[str, str], broker: valkey.Running) -> None:
    """Put one message into the queue, as the beat does."""
    ask = f"from config import celery; celery.app.send_task({TICK!r})"
    where = environment | {"REDIS_URL": valkey.url(running=broker)}
    subprocess.run([sys.executable, "-c", ask], cwd=PROJECT, env=where, check=True)


def in_work(broker: valkey.Running) -> int:
    """How many messages a worker has taken and not yet finished."""
    with redis.Redis.from_url(valkey.url(running=broker)) as client:
        return client.hlen("unacked")


def waiting(broker: valkey.Running) -> int:
    with redis.Redis.from_url(valkey.url(running=broker)) as client:
        return client.llen("celery")


def test_work_under_way_when_the_broker_dies_stops_no_later_work(
    worker, process_environment, broker, short_folder, eventually
):
    with psycopg.connect(databases.url()) as held:
        held.execute("LOCK TABLE clauses_change IN ACCESS EXCLUSIVE MODE")
        tick(process_environment, broker)
        eventually(lambda: in_work(broker) == 1, what="work under way")
        processes.end(pid=broker.pid, how=9, patience=5)
        time.sleep(1)
        back = databases.own_broker(folder=short_folder / "broker")
    try:
        tick(process_environment, back)
        eventually(lambda: waiting(back) == 0, within=30, what="the next message")
        tick(process_environment, back)
        eventually(lambda: waiting(back) == 0, within=10, what="the one after it")
    finally:
        valkey.stop(running=back)

    assert worker.poll() is None

"""Background work: every periodic job exists, and a message that waits too long is dropped."""

import json
import subprocess
import sys

import pytest

from tests.config.conftest import PROJECT

ASK = """
import json
from config import celery
celery.app.loader.import_default_modules()
print(json.dumps({
    "periodic": celery.PERIODIC,
    "registered": sorted(celery.app.tasks),
    "conf": {name: celery.app.conf[name] for name in (
        "task_acks_late", "task_reject_on_worker_lost", "worker_prefetch_multiplier",
        "task_ignore_result", "task_serializer", "task_time_limit", "broker_transport_options",
    )},
}))
"""


@pytest.fixture(scope="module")
def application() -> dict:
    """What a worker would know, asked in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=PROJECT,
        env={"DATABASE_URL": "postgresql:///none", "REDIS_URL": "redis://localhost/0"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def test_every_periodic_job_is_a_task_that_a_worker_knows(application):
    asked = {job["task"] for job in application["periodic"].values()}

    assert asked - set(application["registered"]) == set()
    assert {
        "tracker.alerts.tasks.fan_out_changes",
        "tracker.alerts.tasks.send_due_email",
    } <= asked


def test_a_tick_that_waited_is_dropped_before_the_queue_grows(application):
    for name, job in application["periodic"].items():
        assert 0 < job["options"]["expires"] <= max(10, job["schedule"]), name


def test_a_killed_workers_message_comes_back_and_no_task_outlives_its_message(application):
    conf = application["conf"]

    assert conf["task_acks_late"]
    assert conf["task_reject_on_worker_lost"]
    assert conf["worker_prefetch_multiplier"] == 1
    assert conf["task_time_limit"] < conf["broker_transport_options"]["visibility_timeout"]

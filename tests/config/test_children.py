"""A child of `make run`: started again when it dies, later each time; ended with all it started."""

import os
import signal
import sys

import pytest

from config import children, leftovers, rotating
from config.services import places, processes

pytestmark = pytest.mark.processes


@pytest.fixture
def child(tmp_path):
    """Make a child that runs a Python script; whatever is left of it is ended."""
    made = []

    def make(script: str) -> children.Child:
        one = children.Child(
            name="worker",
            command=[sys.executable, "-c", script],
            environment={"PATH": os.defpath},
            log=tmp_path / "worker.log",
        )
        made.append(one)
        one.start()
        return one

    yield make
    for one in made:
        one.end(patience=0)


def test_a_child_that_dies_is_started_again_after_a_growing_pause(child, eventually):
    dying = child("import sys; print('no database', flush=True); sys.exit(3)")
    said = []

    def started_three_times() -> bool:
        said.append(dying.watch())
        return sum("started again" in line for line in said) == 2

    eventually(started_three_times, within=10)

    deaths = [line for line in said if "ended" in line]
    assert [line.split(";")[:2] for line in deaths] == [
        ["worker ended (code 3)", " again in 0.5 s"],
        ["worker ended (code 3)", " again in 1 s"],
    ]
    assert str(dying.log) in deaths[0]


def test_the_pause_has_a_longest(child, eventually):
    dying = child("raise SystemExit(1)")
    dying.pause = children.LONGEST_PAUSE

    eventually(lambda: dying.watch() != "")

    assert dying.pause == children.LONGEST_PAUSE


def test_what_a_child_says_is_kept(child, eventually):
    speaking = child("print('ready'); import time; time.sleep(60)")
    speaking.end(patience=0)
    silent = child(
        "import sys; sys.stderr.write('starting\\n'); sys.stderr.flush(); sys.stdin.read()"
    )

    eventually(lambda: silent.log.read_text().endswith("starting\n"))


def test_a_child_that_will_not_end_is_ended_with_its_own_children(child, eventually, tmp_path):
    stubborn = child(
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pid = os.fork()\n"
        f"if pid: open({str(tmp_path / 'pid')!r}, 'w').write(str(pid))\n"
        "time.sleep(60)"
    )
    eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    pids = [stubborn.running.pid, int((tmp_path / "pid").read_text())]

    stubborn.ask_to_end()
    stubborn.end(patience=0.2)

    eventually(lambda: not any(processes.is_alive(pid=pid) for pid in pids), within=5)


def test_a_full_log_starts_anew_and_keeps_three_before_it(tmp_path):
    with rotating.Log(tmp_path / "web.log", largest=10) as log:
        for number in range(8):
            log.write(f"line number {number}\n".encode())

    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "web.log": "line number 7\n",
        "web.log.1": "line number 6\n",
        "web.log.2": "line number 5\n",
        "web.log.3": "line number 4\n",
    }


def test_what_a_killed_run_left_is_ended_and_nothing_else(child, short_folder):
    where = places.Places(folder=short_folder / "run")
    where.prepare()
    left, reused = child("import time; time.sleep(60)"), child("import time; time.sleep(60)")
    leftovers.record(where=where, children={"worker": left.running.pid, "web": reused.running.pid})
    record = where.folder / "run.json"
    # The second id has gone to a process that began at another time.
    born = processes.born(pid=reused.running.pid)
    record.write_text(
        record.read_text().replace(
            f'"pid": {reused.running.pid}, "born": "{born}"',
            f'"pid": {reused.running.pid}, "born": "0"',
        )
    )

    ended = leftovers.end(where=where)

    assert ended == ["worker"]
    assert left.running.wait(timeout=5) == -signal.SIGTERM
    assert reused.running.poll() is None
    assert leftovers.end(where=where) == []

"""`make run` as people and scripts meet it: its address, its children, its sentences, its end."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading

import pytest

from config.services import processes
from tests.config.conftest import PROJECT

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


class Run:
    """A run in the background, and what it has said so far."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.folder = pathlib.Path(environment["RUN_FOLDER"])
        self.port = port
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=PROJECT,
            env=environment | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.rstrip())

    def says(self, words: str) -> bool:
        """Whether a line with these words has come."""
        return any(words in line for line in self.said)

    def children(self) -> dict[str, int]:
        """The processes it has recorded as its own."""
        recorded = json.loads((self.folder / "run.json").read_text())
        return {name: each["pid"] for name, each in recorded.items()}

    def everything(self) -> list[int]:
        """Every living process that runs in this folder, grandchildren included."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if f"RUN_FOLDER={self.folder}\0" in environment and processes.is_alive(
                pid=int(entry.name)
            ):
                found.append(int(entry.name))
        return found

    def end(self) -> None:
        """Whatever happened, leave nothing."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)
        self.reader.join(timeout=5)
        self.process.stdout.close()


@pytest.fixture
def run(catalogue, process_environment, free_port):
    """Start a run on a loaded database and wait until it says where the site is."""
    started = []

    def start(port: int = 0) -> Run:
        one = Run(process_environment, port or free_port)
        started.append(one)
        return one

    yield start
    for one in started:
        one.end()


@pytest.fixture
def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def status(host: str, port: int, path: str = "/healthz") -> int:
    asked = http.client.HTTPConnection(host, port, timeout=10)
    try:
        asked.request("GET", path)
        return asked.getresponse().status
    finally:
        asked.close()


def test_a_run_serves_mends_itself_refuses_a_second_and_leaves_nothing(run, eventually):
    site = run()
    eventually(lambda: site.says("http://localhost:"), within=60, what="the address")
    answers = [status(host, site.port) for host in ("127.0.0.1", "localhost")]
    steps = [line.split(" (")[0] for line in site.said if line.startswith("  ✓")]
    sign_ins = [line for line in site.said if "@" in line]
    first = site.children()

    second = run(site.port)
    second.process.wait(timeout=30)
    os.kill(first["worker"], signal.SIGKILL)
    eventually(lambda: site.says("worker started again"), what="a new worker")
    eventually(lambda: site.children().get("worker") not in {None, first["worker"]})
    third = site.children()
    site.process.send_signal(signal.SIGINT)
    code = site.process.wait(timeout=30)

    assert answers == [200, 200]
    assert steps == [
        "  ✓ settings read",
        "  ✓ database migrated",
        "  ✓ catalogue loaded",
        "  ✓ demonstration accounts ready",
        "  ✓ web, worker and beat",
    ]
    assert len(sign_ins) >= 6
    assert second.process.returncode == 1
    assert second.says("running already")
    assert site.says("worker ended (signal 9); again in 0.5 s")
    assert (third["web"], third["beat"]) == (first["web"], first["beat"])
    assert code == 0
    assert site.everything() == []
    assert site.said[-1] == "Stopped."


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next run ends them")
def test_a_killed_run_takes_its_children_with_it(run, eventually):
    site = run()
    eventually(lambda: site.says("http://localhost:"), within=60, what="the address")

    site.process.kill()
    site.process.wait()

    eventually(lambda: site.everything() == [], within=20, what="the end of every child")


def test_a_port_in_use_is_one_sentence_that_names_another(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        site = run(port)
        site.process.wait(timeout=30)
        site.reader.join(timeout=5)

    assert site.process.returncode == 1
    assert site.said[0] == (
        f"  ✗ Port {port} is in use by another program; try: make run PORT={port + 1}"
    )

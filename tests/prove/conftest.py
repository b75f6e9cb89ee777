"""A checkout as a newcomer has it: a fresh clone, an empty home, a bare PATH."""

import contextlib
import dataclasses
import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator

import pytest

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
NOBODY = 65534


@dataclasses.dataclass
class Newcomer:
    """Somebody with a fresh clone, who types `make`."""

    folder: pathlib.Path
    account: int | None
    port: int
    started: list[subprocess.Popen[str]] = dataclasses.field(default_factory=list)

    @property
    def checkout(self) -> pathlib.Path:
        """The clone."""
        return self.folder / "checkout"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`make` with these arguments, in a group of its own, as a terminal would have it."""
        with (self.folder / f"log-{len(self.started)}").open("w") as log:
            running = subprocess.Popen(
                ["/usr/bin/make", *arguments],
                cwd=self.checkout,
                env={"HOME": str(self.folder / "home"), "PATH": "/usr/bin:/bin"},
                user=self.account,
                group=self.account,
                extra_groups=[] if self.account else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )
        self.started.append(running)
        return running

    def said(self, running: subprocess.Popen[str]) -> str:
        """All that a command has said so far."""
        return (self.folder / f"log-{self.started.index(running)}").read_text()

    def run_until_it_serves(self) -> subprocess.Popen[str]:
        """`make run`, until the site answers."""
        running = self.start("run", f"PORT={self.port}")
        deadline = time.monotonic() + 600
        while f"http://localhost:{self.port}" not in self.said(running):
            assert running.poll() is None, self.said(running)
            assert time.monotonic() < deadline, self.said(running)
            time.sleep(0.2)
        return running

    def interrupt(self, running: subprocess.Popen[str]) -> None:
        """Ctrl-C: the terminal sends it to the whole group."""
        os.killpg(running.pid, signal.SIGINT)
        running.wait(timeout=60)

    def status(self, path: str, host: str = "127.0.0.1") -> int:
        """What the site answers."""
        with contextlib.closing(http.client.HTTPConnection(host, self.port, timeout=30)) as asked:
            asked.request("GET", path)
            return asked.getresponse().status

    def processes(self) -> list[str]:
        """Every living process that has to do with this checkout."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                place = os.readlink(entry / "cwd")
                if str(self.folder) in command or place.startswith(str(self.folder)):
                    found.append(f"{entry.name} {command}")
        return found


@pytest.fixture
def newcomer() -> Iterator[Callable[..., Newcomer]]:
    """Make a newcomer: this account, or as root also an ordinary one."""
    made: list[Newcomer] = []

    def make(*, account: int | None = None) -> Newcomer:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="newcomer-"))
        folder.chmod(0o755)
        clone = ["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), "checkout"]
        subprocess.run(clone, cwd=folder, check=True)
        (folder / "home").mkdir()
        if account is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, account, account, follow_symlinks=False)
        with socket.socket() as tried:
            tried.bind(("127.0.0.1", 0))
            port = tried.getsockname()[1]
        made.append(Newcomer(folder=folder, account=account, port=port))
        return made[-1]

    yield make
    for one in made:
        for running in one.started:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGTERM)
                running.wait(timeout=60)
        shutil.rmtree(one.folder, ignore_errors=True)

"""`make run`: the whole site on this machine, watched until Ctrl-C, and nothing left afterwards."""

import dataclasses
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from types import FrameType

from config import children, environment, leftovers, progress
from config.services import places, postgresql, refusals, sharing, valkey

HOSTS = ("127.0.0.1", "::1")
ANSWERS_WITHIN = 60.0


class CannotRun(Exception):
    """The site cannot run; the message is one sentence."""


class Stopped(Exception):
    """Somebody asked the site to stop."""


@dataclasses.dataclass
class Site:
    """The site of one checkout, while it runs."""

    where: places.Places
    port: int
    environment: dict[str, str]
    share: sharing.Share | None = None
    family: list[children.Child] = dataclasses.field(default_factory=list)

    def run(self) -> None:
        """Start everything, show where it is, and watch until somebody stops it."""
        for name in leftovers.end(where=self.where):
            progress.tell(f"  ended {name}, which an earlier run had left behind")
        hosts = _free_hosts(self.port)
        self._start_services()
        sign_ins = self._prepare()
        self._start_children(hosts)
        self._wait_until_it_answers()
        progress.tell()
        if sign_ins:
            progress.tell(sign_ins)
        progress.tell(f"The site runs at http://localhost:{self.port}  (Ctrl-C stops it)")
        while True:
            time.sleep(0.2)
            self._watch()

    def stop(self) -> None:
        """End the children, then the services if nobody else uses them."""
        began = time.monotonic()
        for child in self.family:
            child.ask_to_end()
        for child in self.family:
            child.end(patience=max(0.5, 8 - (time.monotonic() - began)))
        leftovers.forget(where=self.where)
        if self.share is None:
            progress.tell("Stopped.")
        elif sharing.leave(share=self.share):
            progress.done("stopped", since=began)
        else:
            progress.tell("Stopped; another command uses the database and stops it when it ends.")

    def _start_services(self) -> None:
        began = time.monotonic()
        wanted = {"database": "DATABASE_URL", "broker": "REDIS_URL"}
        embedded = {
            name: not (self.environment.get(variable) or self.environment.get(f"{variable}_FILE"))
            for name, variable in wanted.items()
        }
        if not any(embedded.values()):
            return
        self.share = sharing.join(where=self.where, **embedded)
        if self.share.database is not None:
            self.environment["DATABASE_URL"] = postgresql.url(running=self.share.database)
        if self.share.broker is not None:
            self.environment["REDIS_URL"] = valkey.url(running=self.share.broker)
        progress.done(
            " and ".join(name for name in wanted if embedded[name]) + " ready", since=began
        )

    def _prepare(self) -> str:
        with tempfile.TemporaryDirectory() as folder:
            said = pathlib.Path(folder) / "sign-ins"
            ran = subprocess.Popen(
                [sys.executable, "-m", "config.preparing", str(said)],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                code = ran.wait()
            except BaseException:
                ran.terminate()
                ran.wait()
                raise
            if code:
                raise CannotRun(
                    "The database could not be brought up to date; the lines above say why."
                )
            return said.read_text().strip() if said.exists() else ""

    def _start_children(self, hosts: list[str]) -> None:
        celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet"]
        binds = [part for host in hosts for part in ("--bind", _address(host, self.port))]
        web = [sys.executable, "-m", "gunicorn", "config.wsgi:application", *binds]
        web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"]
        web += ["--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"]
        worker = [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        beat = [
            *celery,
            "beat",
            "--schedule",
            str(self.where.folder / "beat-schedule"),
            "--pidfile=",
        ]
        for name, command in (("beat", beat), ("worker", worker), ("web", web)):
            log = self.where.logs / f"{name}.log"
            child = children.Child(
                name=name, command=command, environment=self.environment, log=log
            )
            child.start()
            self.family.append(child)
        self._record()

    def _wait_until_it_answers(self) -> None:
        began = time.monotonic()
        progress.begun("web, worker and beat")
        while not _answers(self.port):
            self._watch()
            if time.monotonic() - began > ANSWERS_WITHIN:
                raise CannotRun(
                    f"The web process does not answer within {ANSWERS_WITHIN:.0f} seconds; "
                    f"see {self.where.logs / 'web.log'}."
                )
            time.sleep(0.1)
        progress.done("web, worker and beat", since=began)

    def _watch(self) -> None:
        said = [child.watch() for child in self.family]
        if any(said):
            self._record()
        for line in said:
            if line:
                progress.tell(f"  {line}")

    def _record(self) -> None:
        alive = {child.name: child.running.pid for child in self.family if child.running}
        leftovers.record(where=self.where, children=alive)


def main() -> int:
    """Run the site; 0 when it was asked to stop, 1 with one sentence when it cannot run."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    where = places.default()
    site: Site | None = None
    try:
        environment.load()
        where.prepare()
        leftovers.claim(where=where)
        site = Site(where=where, port=_port(), environment=_environment())
        site.run()
    except Stopped:
        return 0
    except (
        CannotRun,
        leftovers.AlreadyRunning,
        refusals.ServicesUnavailable,
        environment.HalfSetProductionError,
    ) as refusal:
        progress.failed(str(refusal))
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if site is not None:
            site.stop()
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _environment() -> dict[str, str]:
    """What the children see: ours, as a demonstration unless this is production."""
    ours = dict(os.environ)
    if not environment.is_production():
        ours["DEMO"] = "1"
    ours.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    ours["PYTHONUNBUFFERED"] = "1"
    return ours


def _port() -> int:
    said = os.environ.get("PORT") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise CannotRun(
            f"PORT={said} is no port: use a number from 1 to 65535, as in `make run PORT=8001`."
        )
    return int(said)


def _free_hosts(port: int) -> list[str]:
    """The addresses of this machine to listen on. Raises CannotRun if the port is taken on one."""
    hosts = []
    for host in HOSTS:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_STREAM) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                tried.bind((host, port))
        except PermissionError:
            raise CannotRun(
                f"Port {port} is for the administrator alone; choose another: make run PORT=8000"
            ) from None
        except OSError as problem:
            if problem.errno == 98 or "in use" in str(problem):
                raise CannotRun(
                    f"Port {port} is in use by another program; try: make run PORT={port + 1}"
                ) from None
            continue
        hosts.append(host)
    return hosts


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _answers(port: int) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


if __name__ == "__main__":
    sys.exit(main())

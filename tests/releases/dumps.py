"""Writes and reads the dump of a release: a migrated database with the catalogue, nothing personal.

`python -m tests.releases.dumps 0.1.0` writes the dump of the checked-out version; `make
release-fixture` runs it when a version is released, and that file is never written again.
"""

import os
import pathlib
import subprocess
import sys

import django

from config import services
from config.services import binaries
from tests import databases

FOLDER = pathlib.Path(__file__).resolve().parent
# Dumps of PostgreSQL 17 and later set this; an older server does not know it and needs it not.
HARMLESS = 'unrecognized configuration parameter "transaction_timeout"'


def path(version: str) -> pathlib.Path:
    """Where the dump of a version stands."""
    return FOLDER / f"{version}.dump"


def versions() -> list[str]:
    """The versions whose dumps are kept, oldest first."""
    found = (file.stem for file in FOLDER.glob("*.dump"))
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def write(version: str) -> pathlib.Path:
    """Dump a fresh database with the catalogue. Refuses to replace the dump of a release."""
    target = path(version)
    if target.exists():
        raise SystemExit(f"{target.name} is there already; a release's dump is never replaced.")
    served = databases.Databases()
    served.use(databases.CATALOGUE)
    try:
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--compress=9",
            f"--file={target}",
            f"--dbname={databases.url()}",
        )
    finally:
        served.close()
    return target


def read(version: str, *, address: str) -> None:
    """Load the dump of a version into the empty database at that address."""
    done = _run("pg_restore", "--no-owner", f"--dbname={address}", str(path(version)), check=False)
    errors = [line for line in done.stderr.splitlines() if "ERROR:" in line]
    if any(HARMLESS not in line for line in errors) or (done.returncode and not errors):
        raise RuntimeError(done.stderr)


def _run(program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = [os.fspath(binaries.postgresql().program(program)), *arguments]
    return subprocess.run(command, check=check, capture_output=True, text=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    services.ensure()
    django.setup()
    sys.stdout.write(f"Wrote {write(sys.argv[1])}\n")

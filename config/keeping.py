"""The data of `make run` into a file, back, and away: `make dump`, `restore`, `reset`."""

import os
import pathlib
import shutil
import subprocess
import sys

from config import environment, services
from config.services import binaries, places, postgresql, valkey

RESTORE = ("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error")


class CannotKeep(Exception):
    """What was asked for cannot be done; the message is one sentence."""


def dump(*, file: pathlib.Path) -> str:
    """Write the whole database into a file, which must not exist yet."""
    if file.exists():
        raise CannotKeep(f"{file} exists; name another: FILE=…")
    services.ensure()
    file.parent.mkdir(parents=True, exist_ok=True)
    _run("pg_dump", "--format=custom", f"--file={file}", _database())
    return f"The database is in {file}."


def restore(*, file: pathlib.Path) -> str:
    """Replace the database by what a file holds."""
    if not file.exists():
        raise CannotKeep(f"{file} does not exist; name another: FILE=…")
    services.ensure()
    _run(*RESTORE, f"--dbname={_database()}", str(file))
    return f"The database is what {file} holds."


def reset() -> str:
    """Forget the data of the embedded services and the mail on disk. Refused while they run."""
    where = places.default()
    if postgresql.find(where=where) or valkey.find(where=where):
        raise CannotKeep("The database is running: stop `make run` and every command first.")
    for folder in (where.database, where.broker, where.folder / "mail"):
        shutil.rmtree(folder, ignore_errors=True)
    return f"The data in {where.folder} are gone; `make run` begins anew."


def _database() -> str:
    return str(environment.env.str("DATABASE_URL"))


def _run(program: str, *arguments: str) -> None:
    beside = binaries.postgresql().program(program)
    found = str(beside) if beside.exists() else shutil.which(program)
    if found is None:
        raise CannotKeep(f"There is no {program} here: install PostgreSQL's client programs.")
    ran = subprocess.run([found, *arguments], check=False)
    if ran.returncode:
        raise CannotKeep(f"{program} failed; the lines above say why.")


def main(arguments: list[str]) -> int:
    """Do one of the three; 1 with a sentence if it cannot be done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        environment.load()
        if arguments[0] == "reset":
            said = reset()
        else:
            act = {"dump": dump, "restore": restore}[arguments[0]]
            said = act(file=pathlib.Path(arguments[1]).expanduser())
    except (CannotKeep, services.ServicesUnavailable, environment.HalfSetProductionError) as no:
        sys.stderr.write(f"{no}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

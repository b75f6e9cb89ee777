"""Under which account PostgreSQL runs: it refuses to run as root, and never needs to."""

import dataclasses
import hashlib
import os
import pathlib
import pwd
import shutil
import subprocess

from config.services import binaries, places, refusals

NOBODY = "nobody"
# A user namespace in which root's files and this process seem to be an ordinary account's.
NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


@dataclasses.dataclass(frozen=True)
class Account:
    """How a program of PostgreSQL is started, and the folder in which it may keep things."""

    programs: binaries.PostgreSQL
    data: pathlib.Path
    sockets: pathlib.Path
    prefix: tuple[str, ...] = ()
    user: str | None = None

    def command(self, program: str, *arguments: str) -> list[str]:
        """The whole command line of a program of PostgreSQL."""
        return [*self.prefix, str(self.programs.program(program)), *arguments]


def account(*, programs: binaries.PostgreSQL, where: places.Places) -> Account:
    """This account; for root a user namespace, or else the account `nobody` in a folder of its own.

    Raises ServicesUnavailable, naming DATABASE_URL, where root can do neither.
    """
    own = Account(programs=programs, data=where.database, sockets=where.sockets)
    if os.geteuid() != 0:
        return own
    elsewhere = pathlib.Path("/var/tmp") / f"safeguard-{_digest(where.folder)}"  # noqa: S108 - owned by root, and checked
    if shutil.which(NAMESPACE[0]) and _works(
        [*NAMESPACE, str(programs.program("postgres")), "--version"]
    ):
        _move(origin=elsewhere / "postgresql", target=where.database, owner=0)
        return dataclasses.replace(own, prefix=NAMESPACE)
    try:
        owner = pwd.getpwnam(NOBODY).pw_uid
    except KeyError:
        owner = 0
    if not owner or not _works(["/bin/sh", "-c", ":"], user=NOBODY):
        raise refusals.ServicesUnavailable(
            "PostgreSQL does not run as root, and this machine allows root neither a user "
            "namespace nor the account nobody: run as an ordinary user, or set DATABASE_URL to a "
            "server of yours."
        )
    return _as_nobody(own=own, folder=elsewhere, owner=owner)


def _as_nobody(*, own: Account, folder: pathlib.Path, owner: int) -> Account:
    places.make_private(folder=folder)
    folder.chmod(0o755)
    sockets = folder / "sockets"
    sockets.mkdir(exist_ok=True)
    os.chown(sockets, owner, -1)
    sockets.chmod(0o700)
    programs = own.programs
    if not _works([str(programs.program("postgres")), "--version"], user=NOBODY):
        programs = _copied(programs=programs, folder=folder / f"programs-{programs.major}")
    _move(origin=own.data, target=folder / "postgresql", owner=owner)
    return Account(programs=programs, data=folder / "postgresql", sockets=sockets, user=NOBODY)


def _copied(*, programs: binaries.PostgreSQL, folder: pathlib.Path) -> binaries.PostgreSQL:
    if not programs.bundle:
        raise refusals.ServicesUnavailable(
            f"The account nobody cannot reach {programs.folder}: set DATABASE_URL to a server."
        )
    root = programs.bundle[0].parent.parent
    if not folder.exists():
        unfinished = folder.with_name(folder.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in programs.bundle:
            shutil.copytree(part, unfinished / part.relative_to(root), symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode
                    | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044)
                )
        unfinished.rename(folder)
    return dataclasses.replace(programs, folder=folder / programs.folder.relative_to(root))


def _move(*, origin: pathlib.Path, target: pathlib.Path, owner: int) -> None:
    """Bring the data to where this account can use them, if the other way left them elsewhere."""
    if target.exists() or not origin.exists() or _in_use(origin):
        return
    unfinished = target.with_name(target.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.move(origin, unfinished)
    for path in (unfinished, *unfinished.rglob("*")):
        os.chown(path, owner, -1, follow_symlinks=False)
    unfinished.rename(target)


def _in_use(data: pathlib.Path) -> bool:
    return (data / "postmaster.pid").exists()


def _works(command: list[str], user: str | None = None) -> bool:
    try:
        tried = subprocess.run(
            command,
            user=user,
            extra_groups=[] if user else None,
            capture_output=True,
            timeout=20,
            check=False,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


def _digest(folder: pathlib.Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]

"""Where the embedded services keep their things: `.run/`, unless RUN_FOLDER names another."""

import dataclasses
import hashlib
import os
import pathlib
import stat

from config.services import refusals

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
# A Unix socket's address holds 108 bytes on Linux and 104 on a Mac, the file's own name included.
LONGEST_SOCKET_PATH = 99
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"


@dataclasses.dataclass(frozen=True)
class Places:
    """The folders and files of one set of embedded services."""

    folder: pathlib.Path

    @property
    def database(self) -> pathlib.Path:
        """PostgreSQL's data."""
        return self.folder / "postgresql"

    @property
    def broker(self) -> pathlib.Path:
        """Valkey's append-only file."""
        return self.folder / "valkey"

    @property
    def logs(self) -> pathlib.Path:
        """What the services and the children of `make run` write."""
        return self.folder / "logs"

    @property
    def starting(self) -> pathlib.Path:
        """Locked by whoever starts or stops the services."""
        return self.folder / "starting.lock"

    @property
    def users(self) -> pathlib.Path:
        """Locked, shared, by everyone who uses the services."""
        return self.folder / "users.lock"

    @property
    def sockets(self) -> pathlib.Path:
        """The private folder of the sockets; elsewhere only where this path would be too long."""
        beside = self.folder / "sockets"
        if len(os.fsencode(beside / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return beside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return pathlib.Path("/tmp") / f"safeguard-{os.geteuid()}-{digest}"  # noqa: S108 - made private, and checked

    def prepare(self) -> None:
        """Make the folders, each for this account alone.

        Raises ServicesUnavailable where a folder cannot be made or belongs to somebody else.
        """
        for folder in (self.folder, self.logs, self.sockets):
            make_private(folder=folder)


def make_private(*, folder: pathlib.Path) -> None:
    """Make a folder that only this account can enter; refuse one that belongs to somebody else."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = os.lstat(folder)
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.geteuid():
            raise refusals.ServicesUnavailable(
                f"{folder} belongs to another account; remove it, or set RUN_FOLDER to another."
            )
        if stat.S_IMODE(seen.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as problem:
        raise refusals.ServicesUnavailable(
            f"{folder} cannot be used ({problem.strerror}); set RUN_FOLDER to a folder of yours, "
            "or DATABASE_URL and REDIS_URL to servers of yours."
        ) from problem


def default() -> Places:
    """The places of this checkout, or those RUN_FOLDER names."""
    named = os.environ.get("RUN_FOLDER", "")
    folder = pathlib.Path(named).expanduser() if named else PROJECT / ".run"
    return Places(folder=pathlib.Path(os.path.abspath(folder)))

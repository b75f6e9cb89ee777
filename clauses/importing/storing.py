"""The private folder of uploaded files, removed with what they belong to."""

import contextlib
import hashlib
import os
import pathlib
import stat
import time
import uuid
from typing import BinaryIO

from django.conf import settings

from clauses.importing.reading import kinds
from clauses.importing.reading.refusals import Reason, Refused
from clauses.models import ImportedDocument

UNFINISHED = "incoming-"
ABANDONED_AFTER = 3600.0
"""Seconds after which a file that belongs to nothing is an upload that was broken off."""


class NotPrivate(RuntimeError):
    """Raised where the folder belongs to somebody else, so that nothing is written into it."""


def folder() -> pathlib.Path:
    """Return the folder, made for this account alone. Raises NotPrivate."""
    place = pathlib.Path(settings.IMPORT_FOLDER)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen = os.lstat(place)
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.geteuid():
        raise NotPrivate(f"IMPORT_FOLDER={place} belongs to another account.")
    if stat.S_IMODE(seen.st_mode) != 0o700:
        place.chmod(0o700)
    return place


class Incoming:
    """A file while it is uploaded: measured, recognised and digested as it passes by."""

    def __init__(self) -> None:
        self.name = uuid.uuid4()
        self.place = folder() / f"{UNFINISHED}{self.name}"
        self.size = 0
        self.kind = ""
        self._digest = hashlib.sha256()
        self._head = b""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        self._stream: BinaryIO = os.fdopen(os.open(self.place, flags, 0o600), "wb")

    @property
    def sha256(self) -> str:
        """The digest of what came so far."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Take the next piece. Raises Refused as soon as it is known that the file will be."""
        self.size += len(piece)
        if self.size > settings.IMPORT_LARGEST_BYTES:
            raise Refused(Reason.TOO_LARGE)
        if not self.kind:
            self._head += piece[: kinds.HEAD_WITHIN]
            if len(self._head) >= kinds.HEAD_WITHIN:
                self.kind = kinds.kind_of(self._head)
        self._digest.update(piece)
        try:
            self._stream.write(piece)
        except OSError:
            raise Refused(Reason.NO_ROOM) from None

    def finish(self) -> None:
        """Keep what came, safely on the disk. Raises Refused."""
        if not self.kind:
            self.kind = kinds.kind_of(self._head)
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
        except OSError:
            raise Refused(Reason.NO_ROOM) from None

    def keep(self) -> None:
        """Give it its lasting name."""
        self.place = self.place.rename(place_of(self.name))

    def discard(self) -> None:
        """Leave nothing of it."""
        with contextlib.suppress(OSError):
            self._stream.close()
        self.place.unlink(missing_ok=True)


def place_of(name: uuid.UUID) -> pathlib.Path:
    """Return where the file of a document lies."""
    return folder() / str(name)


def remove(name: uuid.UUID) -> None:
    """Remove the file of a document, if it is there."""
    place_of(name).unlink(missing_ok=True)


def sweep(*, seconds: float | None = None) -> int:
    """Remove files of refused and removed documents, and uploads that were broken off; count them.

    `seconds` is the time since the epoch.
    """
    now = time.time() if seconds is None else seconds
    files = {file.name: file for file in folder().iterdir() if file.is_file()}
    if not files:
        return 0
    wanted = {
        str(name): state
        for name, state in ImportedDocument.objects.filter(
            stored_name__in=[name for name in files if _is_name(name)]
        ).values_list("stored_name", "state")
    }
    removed = 0
    for name, file in files.items():
        state = wanted.get(name)
        if state in ImportedDocument.HELD:
            continue
        with contextlib.suppress(FileNotFoundError):
            if state is not None or now - file.stat().st_mtime > ABANDONED_AFTER:
                file.unlink()
                removed += 1
    return removed


def _is_name(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True

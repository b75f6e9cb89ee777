"""A log file that starts anew when it has grown large, and keeps a few before it."""

import pathlib
from types import TracebackType
from typing import BinaryIO

LARGEST = 5_000_000
KEPT = 3


class Log:
    """Appends lines, each written through at once."""

    def __init__(self, path: pathlib.Path, *, largest: int = LARGEST) -> None:
        self.path = path
        self.largest = largest
        self.file: BinaryIO = path.open("ab")

    def write(self, line: bytes) -> None:
        """Append a line; before it, start anew if the file is full."""
        if self.file.tell() > self.largest:
            self.file.close()
            for number in range(KEPT - 1, 0, -1):
                older = self._numbered(number)
                if older.exists():
                    older.replace(self._numbered(number + 1))
            self.path.replace(self._numbered(1))
            self.file = self.path.open("ab")
        self.file.write(line)
        self.file.flush()

    def __enter__(self) -> "Log":
        """Open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.file.close()

    def _numbered(self, number: int) -> pathlib.Path:
        return self.path.with_name(f"{self.path.name}.{number}")

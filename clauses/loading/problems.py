"""What is wrong with a catalogue (refused) and what is merely missing in it (listed for staff)."""

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, order=True)
class Problem:
    """One fault in a catalogue file: where it stands, at which key, and what is wrong with it."""

    file: str
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.sentence}"


@dataclasses.dataclass(frozen=True, order=True)
class Gap:
    """Something that the catalogue lacks. It is loaded all the same, and staff see the list."""

    subject: str
    slugs: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.subject} ({len(self.slugs)}): {', '.join(self.slugs)}"


class CatalogueRefused(Exception):
    """Raised when a catalogue has faults; carries all of them, and nothing of it was loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(each) for each in self.problems))

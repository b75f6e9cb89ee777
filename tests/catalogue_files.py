"""A copy of the catalogue files in a temporary folder, which a test may spoil and then load."""

import dataclasses
import io
import pathlib
import shutil
from typing import Any

from django.conf import settings
from django.core import management

CLAUSES = "clauses/catalogue"
TRACKER = "tracker/catalogue"


@dataclasses.dataclass(frozen=True)
class Loaded:
    """What `load_catalogue` said: its sentences, and the faults it refused the catalogue for."""

    out: str
    faults: list[str]
    refusal: str

    def row(self, kind: str) -> list[int]:
        """Return created, updated, unchanged and kept of one kind."""
        line = next(each for each in self.out.splitlines() if each.startswith(f"{kind} "))
        return [int(cell) for cell in line.removeprefix(kind).split()]


class Files:
    """The copy. Paths are as in the house: clauses/catalogue/… and tracker/catalogue/…"""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        for folder in (CLAUSES, TRACKER):
            shutil.copytree(settings.BASE_DIR / folder, root / folder)

    def path(self, file: str) -> pathlib.Path:
        return self.root / file

    def edit(self, file: str, old: str, new: str) -> int:
        """Replace `old` where it stands first; return the line on which the change begins."""
        text = self.path(file).read_text()
        before, found, after = text.partition(old)
        assert found, f"{file} does not hold {old!r}"
        self.path(file).write_text(before + new + after)
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        return (before + new[:same]).count("\n") + 1

    def line(self, file: str, text: str) -> int:
        """Return the line on which `text` first stands."""
        before, found, _after = self.path(file).read_text().partition(text)
        assert found, f"{file} does not hold {text!r}"
        return before.count("\n") + 1

    def load(self, **options: Any) -> Loaded:
        """Run the command on the copy."""
        out, err = io.StringIO(), io.StringIO()
        refusal = ""
        try:
            management.call_command(
                "load_catalogue", path=self.root, stdout=out, stderr=err, **options
            )
        except management.CommandError as error:
            refusal = str(error)
        return Loaded(out.getvalue(), err.getvalue().splitlines(), refusal)

"""Cells that a spreadsheet opens as text: no formula runs, no number or date is made of words.

A cell that a spreadsheet would take for something else gets an apostrophe before it, and so does
one that begins with an apostrophe; taking one apostrophe off gives the words back exactly.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads accents as something else."""

MARK = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with; the wide forms are taken for one where Chinese or Japanese is set."""
LIKE_A_NUMBER = re.compile(r"\d[\dA-Za-z.,:/ -]{0,19}")
"""Sections and days such as 64.10, 3-1 or 2026-05-02, which would be rounded or rewritten."""


def defused(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"{MARK}{text}" if text.startswith((*FORMULA, MARK)) else text


def kept(text: str) -> str:
    """Return a cell that comes back from a spreadsheet as it went there: no formula, no number."""
    return f"{MARK}{text}" if LIKE_A_NUMBER.fullmatch(text) else defused(text)


def restored(cell: str) -> str:
    """Return the words of a cell; of one that somebody typed without an apostrophe, itself."""
    return cell.removeprefix(MARK)


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Return a file, UTF-8, of which a spreadsheet opens every cell as text."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in line] for line in lines)
    return stream.getvalue().encode("utf-8")

"""Cells that a spreadsheet opens as text: no formula runs, no number or date is made of words.

A cell that a spreadsheet would take for something else gets an apostrophe before it, and so does
one that begins with an apostrophe; taking one apostrophe off gives the words back exactly.
"""

import re

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

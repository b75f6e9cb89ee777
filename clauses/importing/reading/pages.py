"""One page of a file, and its text made fit to be kept."""

import dataclasses
import re

from clauses.importing.reading import limits, refusals

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# PostgreSQL keeps no NUL, and nothing keeps half a surrogate pair.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
SPACES = re.compile(r"[ \u00a0\u2002-\u200a\u202f\u205f\u3000]")
FEWEST_LETTERS = 150
"""A page with fewer carries a stamp or a number, not the text of an agreement."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """A page, or a part where the file knows no pages. `is_unreadable`: its text cannot be had."""

    number: int
    text: str
    is_unreadable: bool = False

    @property
    def has_text(self) -> bool:
        """Whether it carries enough letters to be text."""
        return sum(map(str.isalpha, self.text)) >= FEWEST_LETTERS


def fit(text: str) -> str:
    """Expand ligatures, keep plain line ends and spaces, drop what cannot be kept.

    Raises Refused where one page holds more than any page does.
    """
    if len(text) > limits.MOST_CHARACTERS_A_PAGE:
        raise refusals.Refused(refusals.Reason.TOO_MUCH_TEXT)
    for sign, letters in LIGATURES.items():
        text = text.replace(sign, letters)
    return SPACES.sub(" ", UNFIT.sub("", LINE_ENDS.sub("\n", text)))

"""Why a file is refused. The words for people stand in clauses/importing/refused.py."""

import enum


class Reason(enum.StrEnum):
    """What is wrong with a file."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT = "no-text"
    NEITHER = "neither-pdf-nor-docx"
    OLD_WORD = "old-word"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MUCH_TEXT = "too-much-text"
    UNPACKS_TOO_FAR = "unpacks-too-far"
    HOSTILE = "hostile"
    TOO_LONG = "too-long"
    TOO_MUCH_MEMORY = "too-much-memory"
    LOST = "lost"
    GAVE_UP = "gave-up"
    NO_ROOM = "no-room"


class Refused(Exception):
    """Raised by whoever reads a file that cannot or must not be read any further."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

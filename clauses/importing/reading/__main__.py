"""The process that reads one file, or finds what speaks of AI in its text, bound by limits.

`python -m clauses.importing.reading read FIRST SECONDS` reads the file on standard input;
`python -m clauses.importing.reading find pages|paragraphs` reads pages, one JSON line each. Both
write JSON lines to standard output and nothing anywhere else.
"""

import dataclasses
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator

from clauses.importing.reading import docx, finding, kinds, limits, pages, pdf, refusals


def read(*, first: int, seconds: float) -> Iterator[dict[str, object]]:
    """Read the file on standard input from page `first` on, for about so many seconds."""
    began = time.monotonic()
    stream = os.fdopen(0, "rb", closefd=False)
    stream.seek(0)
    kind = kinds.kind_of(stream.read(kinds.HEAD_WITHIN))
    stream.seek(0)
    opened = pdf.Pdf(stream) if kind == kinds.PDF else docx.Docx(stream)
    yield {"kind": kind, "count": opened.count, "has_pages": opened.has_pages}
    characters = 0
    for page in opened.read(first=first):
        characters += len(page.text)
        if characters > limits.MOST_CHARACTERS:
            raise refusals.Refused(refusals.Reason.TOO_MUCH_TEXT)
        yield {**dataclasses.asdict(page), "has_text": page.has_text}
        if time.monotonic() - began > seconds:
            yield {"paused": True}
            return
    yield {"done": True}


def find(*, lines_are_paragraphs: bool) -> Iterator[dict[str, object]]:
    """Find sections and passages in the pages on standard input."""
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")
    given = [pages.Page(**json.loads(line)) for line in lines]
    found = finding.find(given, lines_are_paragraphs=lines_are_paragraphs)
    for section in found.sections:
        yield {"section": dataclasses.asdict(section)}
    for passage in found.passages:
        yield {"passage": dataclasses.asdict(passage)}
    yield {"done": True}


def main(arguments: list[str]) -> int:
    """Do what is asked, and say how it ended in the last line."""
    limits.apply()
    match arguments:
        case ["read", first, seconds]:
            return _tell(lambda: read(first=int(first), seconds=float(seconds)))
        case ["find", unit]:
            return _tell(lambda: find(lines_are_paragraphs=unit == "paragraphs"))
    return 2


def _tell(work: Callable[[], Iterator[dict[str, object]]]) -> int:
    try:
        for line in work():
            _write(line)
    except refusals.Refused as refused:
        _write({"refused": refused.reason})
    except MemoryError:
        _write({"refused": refusals.Reason.TOO_MUCH_MEMORY})
    except RecursionError:
        _write({"refused": refusals.Reason.HOSTILE})
    except BrokenPipeError:
        return 1
    return 0


def _write(line: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

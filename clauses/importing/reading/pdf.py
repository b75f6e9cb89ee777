"""Reads a PDF page by page, with memory that does not grow with the pages."""

import contextlib
import logging
import signal
from collections.abc import Iterator
from types import FrameType
from typing import BinaryIO

import pypdf
from pypdf import errors

from clauses.importing.reading import limits, pages, refusals

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

KEEP_FOR = 25
"""Pages after which the objects read so far are forgotten."""

TAIL = 4096
# What pypdf raises at files that are broken or made to break it.
BROKEN = (
    errors.PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    OSError,
    EOFError,
)


class PageTakesTooLong(Exception):
    """One page was not read within its time."""


class Pdf:
    """An opened PDF. Raises Refused when opened or read, if it cannot be read."""

    has_pages = True

    def __init__(self, stream: BinaryIO) -> None:
        pypdf.overwrite_configuration(
            page_tree_maximum_entries=limits.MOST_PAGES * 4,
            page_tree_maximum_page_entries=limits.MOST_PAGES * 40,
            xform_maximum_invocations_per_extraction=500,
            jbig2dec_binary=None,
        )
        _check_end(stream)
        with _refusals():
            self.reader = pypdf.PdfReader(stream, strict=False)
            if self.reader.is_encrypted and not self.reader.decrypt(""):
                raise refusals.Refused(refusals.Reason.ENCRYPTED)
            self._check_count()
            self.count = len(self.reader.pages)
        if not self.count:
            raise refusals.Refused(refusals.Reason.DAMAGED)
        if self.count > limits.MOST_PAGES:
            raise refusals.Refused(refusals.Reason.TOO_MANY_PAGES)

    def read(self, *, first: int) -> Iterator[pages.Page]:
        """Read from page `first`, counted from one. A page that cannot be read is said to be so."""
        for number in range(first, self.count + 1):
            yield self._page(number)
            if number % KEEP_FOR == 0:
                self.reader.resolved_objects.clear()

    def _page(self, number: int) -> pages.Page:
        try:
            with _time_limit(limits.SECONDS_A_PAGE):
                page = self.reader.pages[number - 1]
                text = page.extract_text()
                if not text.strip():
                    _check_contents(page)
        except PageTakesTooLong:
            raise refusals.Refused(refusals.Reason.TOO_LONG) from None
        except errors.LimitReachedError:
            raise refusals.Refused(refusals.Reason.HOSTILE) from None
        except RecursionError:
            raise refusals.Refused(refusals.Reason.HOSTILE) from None
        except BROKEN:
            return pages.Page(number=number, text="\n", is_unreadable=True)
        return pages.Page(number=number, text=pages.fit(text).strip("\n") + "\n")

    def _check_count(self) -> None:
        """Refuse by what the file says of itself, before its pages are listed."""
        tree = self.reader.root_object.get("/Pages")
        said = tree.get_object().get("/Count") if tree is not None else None
        if isinstance(said, int) and said > limits.MOST_PAGES:
            raise refusals.Refused(refusals.Reason.TOO_MANY_PAGES)


def _check_contents(page: pypdf.PageObject) -> None:
    """A page without text may be a picture, or drawing that unpacks without end; pypdf leaves that
    out silently when it looks for text. Raises LimitReachedError.
    """
    contents = page.get_contents()
    if contents is not None:
        contents.get_data()


def _check_end(stream: BinaryIO) -> None:
    """A PDF ends with its mark; one that was cut off does not."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    if b"%%EOF" not in stream.read(TAIL):
        raise refusals.Refused(refusals.Reason.DAMAGED)
    stream.seek(0)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        with _time_limit(limits.SECONDS_A_PAGE):
            yield
    except PageTakesTooLong:
        raise refusals.Refused(refusals.Reason.TOO_LONG) from None
    except (errors.LimitReachedError, RecursionError):
        raise refusals.Refused(refusals.Reason.HOSTILE) from None
    except errors.FileNotDecryptedError:
        raise refusals.Refused(refusals.Reason.ENCRYPTED) from None
    except errors.DependencyError:
        raise refusals.Refused(refusals.Reason.ENCRYPTED) from None
    except BROKEN:
        raise refusals.Refused(refusals.Reason.DAMAGED) from None


@contextlib.contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise PageTakesTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

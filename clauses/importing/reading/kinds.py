"""What a file is by its first bytes, whatever its name says."""

from clauses.importing.reading import refusals

PDF, DOCX = "pdf", "docx"
PDF_HEAD, ZIP_HEAD, OLD_WORD_HEAD = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_WITHIN = 1024
"""Bytes in which a PDF says that it is one; some begin with a few bytes of a mail program."""


def kind_of(head: bytes) -> str:
    """Return PDF or DOCX. Raises Refused if it is neither."""
    if head.startswith(ZIP_HEAD):
        return DOCX
    if PDF_HEAD in head[:HEAD_WITHIN]:
        return PDF
    if head.startswith(OLD_WORD_HEAD):
        raise refusals.Refused(refusals.Reason.OLD_WORD)
    raise refusals.Refused(refusals.Reason.NEITHER)

"""Takes an uploaded file straight to its private folder, and stops at what is refused."""

from typing import Any

from django import http
from django.conf import settings
from django.core.files import uploadhandler

from clauses.importing import storing
from clauses.importing.reading.refusals import Reason, Refused

FORM_BYTES = 1_000_000
"""What the other fields of the form and the parts' boundaries may take."""

READ_AWAY = 600_000_000
"""Bytes of a refused upload that are read and forgotten, so that the browser shows the answer."""

PIECE = 1 << 18


class Upload:
    """What became of the file of one request."""

    def __init__(self) -> None:
        self.incoming: storing.Incoming | None = None
        self.file_name = ""
        self.refused: Reason | None = None
        self.is_whole = False

    def discard(self) -> None:
        """Leave nothing of it, unless it was kept."""
        if self.incoming is not None:
            self.incoming.discard()


class PrivateUploadHandler(uploadhandler.FileUploadHandler):
    """Writes the one file of the form into the private folder."""

    def __init__(self, request: http.HttpRequest, upload: Upload) -> None:
        super().__init__(request)
        self.upload = upload

    def new_file(self, *args: Any, **options: Any) -> None:
        """Begin the file; a second one is not taken."""
        super().new_file(*args, **options)
        if self.field_name != "file" or self.upload.incoming is not None:
            raise uploadhandler.SkipFile
        self.upload.file_name = str(self.file_name or "")[-200:]
        self.upload.incoming = storing.Incoming()
        raise uploadhandler.StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take a piece, or stop as soon as it is known that the file is refused."""
        if self.upload.incoming is None:
            return raw_data
        try:
            self.upload.incoming.write(raw_data)
        except Refused as refused:
            self.refuse(refused.reason)
            raise uploadhandler.StopUpload(connection_reset=False) from None
        return None

    def file_complete(self, file_size: int) -> Any:
        """Make it safe on the disk. Nothing of it stands among Django's own files."""
        if self.upload.incoming is not None and not self.upload.is_whole:
            try:
                self.upload.incoming.finish()
                self.upload.is_whole = True
            except Refused as refused:
                self.refuse(refused.reason)
        return None

    def upload_interrupted(self) -> None:
        """The browser went away."""
        self.upload.discard()

    def refuse(self, reason: Reason) -> None:
        """Remember why, and remove what came so far."""
        self.upload.refused = reason
        self.upload.discard()


def is_too_large(request: http.HttpRequest) -> bool:
    """Whether the browser itself says that it sends more than is taken; then read it away."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length <= settings.IMPORT_LARGEST_BYTES + FORM_BYTES:
        return False
    left = min(length, READ_AWAY)
    while left > 0:
        piece = request.read(min(PIECE, left))
        if not piece:
            break
        left -= len(piece)
    return True

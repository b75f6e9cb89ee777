"""Delivers mail into a folder, one `.eml` file a message, that any mail program opens."""

import datetime
import os
import pathlib
import re
import uuid
from collections.abc import Sequence
from email import message as email_message

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import base

MADE_OF = re.compile(r"[^A-Za-z0-9-]+")


class EmailBackend(base.BaseEmailBackend):
    """Writes each message whole, under a name that sorts by time: `<timestamp>-<id>.eml`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; a half-written file never bears the name of a message."""
        folder = pathlib.Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = 0
        for message in email_messages:
            if not message.recipients():
                continue
            built = message.message()
            target = folder / f"{_now()}-{_identity(str(built.get('Message-ID', '')))}.eml"
            unfinished = target.with_suffix(f".{uuid.uuid4().hex}.part")
            with os.fdopen(
                os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(_as_bytes(built))
            unfinished.replace(target)
            written += 1
        return written


def _as_bytes(built: email_message.Message) -> bytes:
    """As a server would send it, with the line ends of RFC 5322."""
    lines = built.as_bytes().split(b"\n")
    return b"\r\n".join(line.removesuffix(b"\r") for line in lines)


def _now() -> str:
    return datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def _identity(message_id: str) -> str:
    local = message_id.strip("<> ").partition("@")[0]
    return MADE_OF.sub("-", local)[:80].strip("-") or uuid.uuid4().hex

"""Reads EMAIL_URL: where outgoing mail goes, as Django's settings."""

import dataclasses
import pathlib
import urllib.parse

from django.core import exceptions

FOLDER = "config.mail_folder.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
PORTS = {"smtp": 25, "submission": 587, "smtps": 465}


@dataclasses.dataclass(frozen=True)
class MailSettings:
    """Django's settings for outgoing mail."""

    backend: str
    folder: str = ""
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def read(*, url: str, default_folder: pathlib.Path) -> MailSettings:
    """`folder:///path`, `smtp://` (plain), `submission://` (STARTTLS) or `smtps://` (TLS at once).

    Raises ImproperlyConfigured for anything else.
    """
    if not url:
        return MailSettings(backend=FOLDER, folder=str(default_folder))
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "folder" and parts.path.startswith("/") and not parts.netloc:
        return MailSettings(backend=FOLDER, folder=urllib.parse.unquote(parts.path))
    if parts.scheme not in PORTS or not parts.hostname:
        raise exceptions.ImproperlyConfigured(
            "EMAIL_URL is not one of folder:///path, smtp://host, submission://name:password@host "
            "and smtps://name:password@host."
        )
    return MailSettings(
        backend=SMTP,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=urllib.parse.unquote(parts.username or ""),
        password=urllib.parse.unquote(parts.password or ""),
        starttls=parts.scheme == "submission",
        tls=parts.scheme == "smtps",
    )

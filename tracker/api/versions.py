"""ETags: which state of the public catalogue, of the code and of the day an answer came from."""

import functools
import hashlib
import pathlib
from collections.abc import Iterable

from django.apps import apps
from django.db import connection


def public_version() -> int:
    """Return the number that rises with every commit that changes what the public may read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM api_publicversion")
        row = cursor.fetchone()
    return int(row[0])


@functools.cache
def code_version() -> str:
    """Return a digest of our code, because the same catalogue answers otherwise after an update."""
    folders = [pathlib.Path(apps.get_app_config(app).path) for app in ("clauses", "tracker")]
    content = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            content.update(file.relative_to(folder).as_posix().encode())
            content.update(file.read_bytes())
    return content.hexdigest()


def etag(parts: Iterable[str]) -> str:
    """Return a weak ETag of what an answer depends on."""
    text = "\n".join([code_version(), *parts])
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_fresh(*, given: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names `etag`, by weak comparison (RFC 9110, 13.1.2)."""
    opaque = etag.removeprefix("W/")
    return opaque in (name.strip().removeprefix("W/") for name in given.split(","))

"""Brings the database up to date before the site starts: migrations, catalogue, accounts.

One process for all steps, because loading Django takes longer than most of them.
"""

import io
import os
import pathlib
import sys
import time

import django
from django.conf import settings
from django.core import management

from config import progress


def main(sign_ins: pathlib.Path) -> None:
    """Run every step, show each, and leave what the seeding says for the supervisor to show."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    began = time.monotonic()
    django.setup()
    progress.done("settings read", since=began)
    _step("database migrated", "migrate", interactive=False, verbosity=0)
    _step("catalogue loaded", "load_catalogue", verbosity=0)
    if settings.DEMO:
        sign_ins.write_text(_step("demonstration accounts ready", "seed_demonstration"))


def _step(what: str, command: str, **options: object) -> str:
    began = time.monotonic()
    progress.begun(what)
    said = io.StringIO()
    management.call_command(command, stdout=said, **options)
    progress.done(what, since=began)
    return said.getvalue()


if __name__ == "__main__":
    try:
        main(pathlib.Path(sys.argv[1]))
    except management.CommandError as refusal:
        progress.failed(str(refusal))
        sys.exit(1)

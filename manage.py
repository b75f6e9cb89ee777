#!/usr/bin/env python
"""Django's command line; commands share the embedded services, or start them for themselves."""

import os
import sys

from django.core import management

from config import environment, services

# These neither read nor write the database; they need not wait for one.
WITHOUT_DATABASE = {
    "help",
    "version",
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "makemessages",
}


def main(arguments: list[str]) -> None:
    """Run one command; a refusal of the embedded services is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        environment.load()
    except environment.HalfSetProductionError as refusal:
        sys.exit(f"{refusal}")
    command = arguments[1] if len(arguments) > 1 else "help"
    asks_for_help = {"-h", "--help", "--version"} & set(arguments)
    if not asks_for_help and (command not in WITHOUT_DATABASE or "--database" in arguments):
        try:
            services.ensure()
        except services.ServicesUnavailable as refusal:
            sys.exit(f"{refusal}")
    management.execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)

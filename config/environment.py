"""The environment of a process: what `.env` says is added to it, and never overrides it."""

import os
import pathlib

import environ

PROJECT = pathlib.Path(__file__).resolve().parent.parent


def load() -> None:
    """Read `.env` beside manage.py, or the file that ENV_FILE names, if there is one."""
    named = os.environ.get("ENV_FILE")
    file = pathlib.Path(named) if named else PROJECT / ".env"
    if file.is_file():
        environ.Env.read_env(file)

"""Databases for tests: migrated once into a template kept between runs, then cloned."""

import hashlib
import os
import pathlib
import re
import urllib.parse

import psycopg
from django import apps, db
from django.conf import settings
from django.core import management
from psycopg import sql

from config.services import places, postgresql, sharing, valkey

EMPTY, CATALOGUE = "empty", "catalogue"
PREFIX = "test_tracker"
LOCK = 7_316_402_118
PROJECT = pathlib.Path(__file__).resolve().parent.parent


class Databases:
    """The databases of one test process, on one server: embedded, or what DATABASE_URL names."""

    def __init__(self) -> None:
        self.share: sharing.Share | None = None
        if not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE")):
            where = places.Places(folder=places.default().folder / "test")
            self.share = sharing.join(where=where, broker=False, durable=False)
            _point(host=os.fspath(self.share.database.sockets), user=postgresql.NAME)
        self.ready: dict[str, str] = {}
        self.current = ""

    def use(self, kind: str) -> None:
        """Point Django's connection at a database of that kind, cloned if there is none yet."""
        if kind not in self.ready:
            self.ready[kind] = self._clone(kind)
        if self.current != self.ready[kind]:
            db.connections.close_all()
            self.current = self.ready[kind]
            _point(name=self.current)

    def renew(self, kind: str) -> None:
        """Replace a database that a test has written to for good by a fresh clone."""
        db.connections.close_all()
        self.current = ""
        self.ready.pop(kind, None)
        self.use(kind)

    def close(self) -> None:
        """Drop the clones, keep the templates, leave the server."""
        db.connections.close_all()
        with _server() as server:
            for name in self.ready.values():
                _drop(server, name)
        if self.share is not None:
            sharing.leave(share=self.share)

    def _clone(self, kind: str) -> str:
        template = f"{PREFIX}_{kind}_{_fingerprint(kind)}"
        name = f"{PREFIX}_run_{kind}_{os.getpid()}"
        with _server() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if not _exists(server, template):
                _drop_older(server, kind=kind)
                self._build(server, kind=kind, template=template)
            _drop(server, name)
            _create(server, name, template=template)
        return name

    def _build(self, server: psycopg.Connection, *, kind: str, template: str) -> None:
        unfinished = f"{template}_new"
        _drop(server, unfinished)
        if kind == CATALOGUE:
            empty = self._clone_source()
            _create(server, unfinished, template=empty)
        else:
            _create(server, unfinished, template="template0")
        db.connections.close_all()
        before = settings.DATABASES["default"]["NAME"]
        _point(name=unfinished)
        try:
            if kind == CATALOGUE:
                management.call_command("load_catalogue", verbosity=0)
            else:
                management.call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        finally:
            db.connections.close_all()
            _point(name=before)
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(unfinished), sql.Identifier(template)
            )
        )

    def _clone_source(self) -> str:
        """The migrated template, made now if it is missing; the caller holds the lock."""
        template = f"{PREFIX}_{EMPTY}_{_fingerprint(EMPTY)}"
        with _server() as server:
            if not _exists(server, template):
                self._build(server, kind=EMPTY, template=template)
        return template


def url(*, name: str | None = None) -> str:
    """The address of the database in use, for a process that a test starts."""
    used = settings.DATABASES["default"]
    user = urllib.parse.quote(used["USER"] or "")
    secret = f":{urllib.parse.quote(used['PASSWORD'])}" if used["PASSWORD"] else ""
    query = urllib.parse.urlencode({"host": used["HOST"], "port": used["PORT"] or 5432})
    return f"postgresql://{user}{secret}@/{name or used['NAME']}?{query}"


def own_broker(*, folder: pathlib.Path) -> valkey.Running:
    """A Valkey of the test's own, which it may freeze, flush or kill."""
    where = places.Places(folder=folder)
    where.prepare()
    return valkey.start(where=where, durable=True)


def _point(**changes: str) -> None:
    """Change where Django's default connection goes; its connections share this dictionary."""
    for key, value in changes.items():
        settings.DATABASES["default"][key.upper()] = value
        db.connections["default"].settings_dict[key.upper()] = value


def _server() -> psycopg.Connection:
    """A session outside the test databases, in which databases are made and dropped."""
    used = settings.DATABASES["default"]
    return psycopg.connect(
        host=used["HOST"] or None,
        port=used["PORT"] or None,
        user=used["USER"] or None,
        password=used["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def _exists(server: psycopg.Connection, name: str) -> bool:
    return (
        server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        is not None
    )


def _create(server: psycopg.Connection, name: str, *, template: str) -> None:
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_older(server: psycopg.Connection, *, kind: str) -> None:
    """Templates of earlier migrations, and clones that a killed run left behind on this machine."""
    names = [row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()]
    for name in names:
        clone = re.fullmatch(rf"{PREFIX}_run_[a-z]+_(\d+)", name)
        if re.match(rf"{PREFIX}_{kind}_[0-9a-f]+", name) or (
            clone and not _lives(int(clone.group(1)))
        ):
            _drop(server, name)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fingerprint(kind: str) -> str:
    """A name for all the template depends on: migrations; for the catalogue its files too."""
    digest = hashlib.sha256()
    for config in sorted(apps.apps.get_app_configs(), key=lambda each: each.label):
        folder = pathlib.Path(config.path)
        migrations = sorted((folder / "migrations").glob("*.py"))
        for file in migrations or sorted(
            [*folder.glob("models.py"), *folder.glob("models/**/*.py")]
        ):
            digest.update(config.label.encode() + file.name.encode() + file.read_bytes())
    if kind == CATALOGUE:
        for app in ("clauses", "tracker"):
            folder = PROJECT / app
            for file in sorted([*folder.glob("catalogue/**/*.yaml"), *folder.glob("loading/*.py")]):
                digest.update(os.fsencode(file.relative_to(PROJECT)) + file.read_bytes())
    return digest.hexdigest()[:16]

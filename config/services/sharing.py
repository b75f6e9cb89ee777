"""Several commands, one set of services: the first starts them, the last one out stops them.

Who uses the services holds a shared lock on a file, which the system gives back however a process
ends. What a killed command left running is found, used, and stopped by the next last one out.
"""

import contextlib
import dataclasses
import fcntl
import os
from collections.abc import Iterator

from config.services import binaries, places, postgresql, processes, valkey


@dataclasses.dataclass
class Share:
    """One command's use of the services."""

    where: places.Places
    lock: int
    database: postgresql.Running | None = None
    broker: valkey.Running | None = None


def join(
    *, where: places.Places, database: bool = True, broker: bool = True, durable: bool = True
) -> Share:
    """Use the running services, or start those that do not run. Raises ServicesUnavailable."""
    where.prepare()
    with _alone(where):
        share = Share(where=where, lock=os.open(where.users, os.O_RDWR | os.O_CREAT, 0o600))
        fcntl.flock(share.lock, fcntl.LOCK_SH)
        try:
            share.database = postgresql.find(where=where) if database else None
            share.broker = valkey.find(where=where) if broker else None
            if broker and share.broker is None:
                # Nothing is made or started where the other half would be missing.
                binaries.valkey()
            if database and share.database is None:
                share.database = postgresql.start(where=where, durable=durable)
            if broker and share.broker is None:
                share.broker = valkey.start(where=where, durable=durable)
        except BaseException:
            _leave(share)
            raise
    return share


def leave(*, share: Share) -> bool:
    """Stop using the services; if nobody else uses them, stop them. True when this stopped them."""
    with _alone(share.where):
        return _leave(share)


def _leave(share: Share) -> bool:
    try:
        fcntl.flock(share.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        processes.let_go()
        return False
    else:
        broker = valkey.find(where=share.where)
        if broker is not None:
            valkey.stop(running=broker)
        database = postgresql.find(where=share.where)
        if database is not None:
            postgresql.stop(running=database)
        return True
    finally:
        os.close(share.lock)


@contextlib.contextmanager
def _alone(where: places.Places) -> Iterator[None]:
    """Nobody else starts or stops these services meanwhile."""
    lock = os.open(where.starting, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)

"""The embedded PostgreSQL and Valkey: started by the first command, stopped by the last.

`ensure()` is what every entrance calls before it reads the settings.
"""

import atexit
import os
import signal
import sys
import threading
from types import FrameType

from config.services import places, postgresql, sharing, valkey
from config.services.refusals import ServicesUnavailable

__all__ = ["ServicesUnavailable", "ensure"]


def ensure(*, where: places.Places | None = None) -> None:
    """Have a database and a broker for the life of this process, named in its environment.

    What is already set (as NAME or as NAME_FILE) is left alone and not embedded. Raises
    ServicesUnavailable, whose message is one sentence, where the embedded services cannot run.
    """
    database, broker = not _is_set("DATABASE_URL"), not _is_set("REDIS_URL")
    if not database and not broker:
        return
    share = sharing.join(where=where or places.default(), database=database, broker=broker)
    if share.database is not None:
        os.environ["DATABASE_URL"] = postgresql.url(running=share.database)
    if share.broker is not None:
        os.environ["REDIS_URL"] = valkey.url(running=share.broker)
    atexit.register(_leave, share=share, process=os.getpid())
    if (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    ):
        signal.signal(signal.SIGTERM, _end_cleanly)


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _leave(*, share: sharing.Share, process: int) -> None:
    """At the end of the process that asked for them; not of a child that was forked from it."""
    if os.getpid() == process:
        sharing.leave(share=share)


def _end_cleanly(number: int, frame: FrameType | None) -> None:
    """Without this, SIGTERM would end the process and leave its services running."""
    sys.exit(128 + number)

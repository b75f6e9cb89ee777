"""Logs as data, one line an event; no e-mail address and no secret of an address reaches them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
CREDENTIALS = re.compile(r"(://)[^/@\s]*@")
# Signed links name a person to whoever holds them.
SIGNED = re.compile(r"\b[A-Za-z0-9_=-]{6,}:[A-Za-z0-9]{6}:[A-Za-z0-9_-]{20,}")

# Whoever holds this address reads the clocks of staff.
CALENDAR = re.compile(r"(/calendar/staff/)[A-Za-z0-9_-]+")


class ToStandardError(logging.Handler):
    """Writes to whatever standard error is by then; a stream kept from the start may be closed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a line that cannot be written stops nothing."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001, RUF100 - what logging's own handlers do
            self.handleError(record)


def without_addresses(
    logger: object, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace every e-mail address, credential in a URL and signed token, however deep it lies."""
    return {key: _clean(value) for key, value in event.items()}


def settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Python's logging configuration; the same shape for our lines and those of libraries."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    render = (
        structlog.processors.JSONRenderer(default=str)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_addresses,
                    render,
                ],
            }
        },
        "handlers": {"stderr": {"()": ToStandardError, "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # Beat writes a line for every tick; that it ticks is to be seen elsewhere.
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            # Titles of drafts; who did what stands in the desk's own history.
            "wagtail": {"level": "WARNING"},
        },
    }


def _clean(value: object) -> object:
    if isinstance(value, str):
        kept = CALENDAR.sub(r"\1[token]", value)
        return SIGNED.sub(
            "[token]", ADDRESS.sub("[address]", CREDENTIALS.sub(r"\1[secret]@", kept))
        )
    if isinstance(value, dict):
        return {_clean(key): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _clean(str(value))

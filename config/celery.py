"""Background work: the Celery application, and every periodic job in one dictionary."""

import logging.config
import os
from typing import Any

import celery
from celery import signals
from django.conf import settings
from kombu import transport

from config import environment, services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
environment.load()
services.ensure()

# A tick that nobody took within this time is dropped: the next one does the same work.
STALE_TICK = 10.0

PERIODIC: dict[str, dict[str, Any]] = {
    "fan out changes": {
        "task": "tracker.alerts.tasks.fan_out_changes",
        "schedule": 2.0,
        "options": {"expires": STALE_TICK},
    },
    "read documents": {
        "task": "clauses.tasks.read_documents",
        "schedule": 5.0,
        "options": {"expires": STALE_TICK},
    },
    "forget uploaded files of clauses": {
        "task": "clauses.tasks.forget_uploads",
        "schedule": 600.0,
        "options": {"expires": STALE_TICK},
    },
    "publish what is scheduled": {
        "task": "clauses.tasks.publish_scheduled",
        "schedule": 15.0,
        "options": {"expires": STALE_TICK},
    },
    "propose links": {
        "task": "tracker.alerts.tasks.propose_links",
        "schedule": 30.0,
        "options": {"expires": STALE_TICK},
    },
    "send due e-mail": {
        "task": "tracker.alerts.tasks.send_due_email",
        "schedule": 2.0,
        "options": {"expires": STALE_TICK},
    },
}

transport.TRANSPORT_ALIASES |= dict.fromkeys(("redis", "rediss"), "config.broker:Transport")

app = celery.Celery("safeguards")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = PERIODIC
app.autodiscover_tasks()


@signals.setup_logging.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _keep_our_logs(**_: object) -> None:
    """Celery leaves logging alone; Django has set it up from the same settings as everywhere."""
    logging.config.dictConfig(settings.LOGGING)

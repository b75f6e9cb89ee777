"""What the worker does for the library when the beat ticks. Its messages carry nothing."""

from celery import shared_task
from django.utils import timezone

from clauses.importing import working


@shared_task(name="clauses.tasks.read_documents")  # type: ignore[untyped-decorator]  # no types
def read_documents() -> bool:
    """Read a waiting document for a turn; tell whether there was one."""
    return working.work(now=timezone.now())

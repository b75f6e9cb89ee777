"""What the worker does for the library when the beat ticks. Its messages carry nothing."""

from celery import shared_task
from django.utils import timezone

from clauses import scheduling
from clauses.exchange import uploads
from clauses.importing import working


@shared_task(name="clauses.tasks.read_documents")  # type: ignore[untyped-decorator]  # no types
def read_documents() -> bool:
    """Read a waiting document for a turn; tell whether there was one."""
    return working.work(now=timezone.now())


@shared_task(name="clauses.tasks.forget_uploads")  # type: ignore[untyped-decorator]  # no types
def forget_uploads() -> int:
    """Delete files of clauses that nobody confirmed within an hour; return how many."""
    return uploads.forget_old(now=timezone.now())


@shared_task(name="clauses.tasks.publish_scheduled")  # type: ignore[untyped-decorator]  # no types
def publish_scheduled() -> int:
    """Publish what was approved for a moment that has come; return how many."""
    return scheduling.publish_due(now=timezone.now()).published

"""What the worker does when the beat ticks. Its messages carry nothing, so nothing personal."""

from celery import shared_task
from django.utils import timezone

from tracker import links
from tracker.alerts import fan_out, sending


@shared_task(name="tracker.alerts.tasks.fan_out_changes")  # type: ignore[untyped-decorator]  # no types
def fan_out_changes() -> int:
    """Turn new notifying changes into deliveries; return how many were made."""
    return fan_out.fan_out_due(now=timezone.now()).deliveries


@shared_task(name="tracker.alerts.tasks.propose_links")  # type: ignore[untyped-decorator]  # no types
def propose_links() -> int:
    """Judge deployments whose words or library changed; return how many."""
    return links.propose_where_due(now=timezone.now())


@shared_task(name="tracker.alerts.tasks.send_due_email")  # type: ignore[untyped-decorator]  # no types
def send_due_email() -> int:
    """Send due e-mail, batch by batch, until nothing is due; return how many were accepted."""
    total = 0
    for _ in range(20):
        done = sending.send_due(now=timezone.now())
        total += done.sent
        if not done.handled or done.is_unreachable:
            break
    return total

"""manage.py run_due: one whole pass of what beat and worker do, without the broker."""

from typing import Any

from django.core.management import base
from django.utils import timezone

from clauses import scheduling
from clauses.importing import working
from tracker import links
from tracker.alerts import fan_out, sending


class Command(base.BaseCommand):
    """Reads documents, publishes, proposes links, sends what is due. Safe beside workers."""

    help = (
        "Do one whole pass without the broker: read documents, publish what is scheduled, "
        "propose links, send alerts."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do the pass and say what was done."""
        turns = working.work_through(now=timezone.now())
        scheduled = scheduling.publish_due(now=timezone.now())
        judged = links.propose_where_due(now=timezone.now())
        fanned_out = fan_out.fan_out_due(now=timezone.now())
        total = sending.Sent()
        while True:
            done = sending.send_due(now=timezone.now())
            total.sent += done.sent
            total.cancelled += done.cancelled
            total.put_off += done.put_off
            total.dead += done.dead
            total.is_unreachable = done.is_unreachable
            if not done.handled or done.is_unreachable:
                break
        self.stdout.write(f"Turns of reading documents: {turns}")
        self.stdout.write(
            f"Scheduled publications: {scheduled.published} published, "
            f"{scheduled.refused} refused, {scheduled.failed} failed"
        )
        self.stdout.write(f"Deployments judged: {judged}")
        self.stdout.write(f"Changes fanned out: {fanned_out.changes}")
        self.stdout.write(f"Deliveries made: {fanned_out.deliveries}")
        self.stdout.write(
            f"E-mail: {total.sent} sent, {total.put_off} put off, "
            f"{total.cancelled} cancelled, {total.dead} given up"
        )
        if total.is_unreachable:
            self.stderr.write("The mail server cannot be reached. What is due stays due.")

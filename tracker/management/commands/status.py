"""manage.py status: how the road of alerts stands."""

import dataclasses
import json
from typing import Any

from django.core.management import base
from django.utils import timezone

from tracker.alerts import figures

WORDS = {
    "changes_waiting": "Changes waiting to be fanned out",
    "email_due": "E-mails due now",
    "email_put_off": "E-mails put off after a failure",
    "email_leased": "E-mails being sent",
    "leases_expired": "of these left behind by a worker",
    "email_dead": "E-mails that could not be delivered",
    "oldest_due_seconds": "Seconds that the oldest due e-mail waits",
}


class Command(base.BaseCommand):
    """Prints counts; never a person."""

    help = "Show how many changes and messages wait, are being sent, or could not be delivered."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the figures."""
        found = dataclasses.asdict(figures.at(now=timezone.now()))
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
            return
        width = max(len(words) for words in WORDS.values())
        for name, words in WORDS.items():
            self.stdout.write(f"{words:<{width}}  {found[name]:>8}")

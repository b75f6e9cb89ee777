"""Plays the Sora history once and prints who would have been told what; leaves nothing behind."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tracker import models
from tracker.demonstration import accounts, replay

STANDINGS = ("binding", "conditional", "possible", "upcoming", "lapsed")


class Command(BaseCommand):
    """Prints the table of `make demo`."""

    help = "Play the Sora history through the real services and print it; nothing is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the catalogue if it is not there, play, print."""
        call_command("migrate", verbosity=0, interactive=False)
        if not models.Deployment.objects.exists():
            self.stdout.write("Loading the catalogue …")
            call_command("load_catalogue", verbosity=0)
        try:
            played = replay.play()
        except (replay.HistoryMissing, accounts.CatalogueMissing) as refused:
            raise CommandError(str(refused)) from refused
        for event in played:
            self._print(event)
        self.stdout.write("")
        self.stdout.write("Everything but the catalogue was taken back.")

    def _print(self, event: replay.Played) -> None:
        counts = [
            f"{event.standings[name]} {name}" for name in STANDINGS if event.standings.get(name)
        ]
        self.stdout.write("")
        self.stdout.write(f"{event.day:%d %b %Y}  {event.title}")
        self.stdout.write(f"  clauses   {', '.join(counts) or 'none: nothing is raised by this'}")
        self.stdout.write(f"  confirmed {event.confirmed_count} by the reviewer")
        if not event.told:
            self.stdout.write("  told      nobody")
        for number, told in enumerate(event.told):
            label = "told     " if number == 0 else "         "
            self.stdout.write(
                f"  {label} {told.name} ({told.union}) by {' and '.join(told.channels)}: "
                f"follows {'; '.join(told.because)}"
            )

"""manage.py load_catalogue: read the catalogue files into the database, or only judge them."""

import pathlib
from typing import Any

from django.conf import settings
from django.core.management import base
from django.utils import timezone

from clauses.loading import problems, writing
from tracker.loading import whole


class Command(base.BaseCommand):
    """Loads the catalogue in one transaction; running it again changes nothing."""

    help = (
        "Load the catalogue files into the database, in one transaction. Records that staff "
        "edited are kept. Nobody is notified."
    )

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Take --check and --path."""
        parser.add_argument(
            "--check", action="store_true", help="judge the files and say what would change"
        )
        parser.add_argument(
            "--path",
            type=pathlib.Path,
            default=settings.BASE_DIR,
            help="folder that holds clauses/catalogue and tracker/catalogue",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load or check; end with status 1 if the files have faults."""
        is_check = options["check"]
        try:
            report = whole.load(
                root=options["path"].resolve(), now=timezone.now(), is_check=is_check
            )
        except problems.CatalogueRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            count = len(refusal.problems)
            faults = "1 fault" if count == 1 else f"{count} faults"
            raise base.CommandError(f"The catalogue has {faults}. Nothing was loaded.") from refusal
        if options["verbosity"] > 0:
            self._print(report, is_check=is_check)

    def _print(self, report: whole.Report, *, is_check: bool) -> None:
        self.stdout.write(
            "The catalogue holds "
            + ", ".join(f"{count} {name}" for name, count in report.counts.items())
            + "."
        )
        outcomes = list(writing.Outcome)
        self.stdout.write(f"{'':16}" + "".join(f"{outcome:>11}" for outcome in outcomes))
        for kind, counts in [*report.tally.counts.items(), ("total", report.tally.total)]:
            cells = "".join(f"{counts[outcome]:>11}" for outcome in outcomes)
            self.stdout.write(f"{kind:16}{cells}")
        for name in report.tally.kept:
            self.stdout.write(f"Kept as edited by staff: {name}")
        for name in report.tally.locked:
            self.stdout.write(f"Kept because somebody locked it: {name}")
        for name in report.tally.left:
            self.stdout.write(f"In the database, no longer in the files: {name}")
        for gap in report.gaps:
            self.stdout.write(f"Listed for staff: {gap}")
        if is_check:
            self.stdout.write("Checked only: nothing was written.")

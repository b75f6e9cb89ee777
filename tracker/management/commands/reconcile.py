"""manage.py reconcile: compare what is derived with what it is derived from, and set it right."""

from typing import Any

from django.core.management import base

from clauses.searching import index

MOST_NAMED = 20


class Command(base.BaseCommand):
    """Compares the search index with the records; triggers keep it, so nothing should differ."""

    help = (
        "Compare the search index with the records and rebuild it where they differ. "
        "With --check only say what differs; the status is then 1 if anything does."
    )

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Take --check and --rebuild."""
        parser.add_argument("--check", action="store_true", help="only say what differs")
        parser.add_argument(
            "--rebuild", action="store_true", help="make the index anew even if nothing differs"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare, say what differs, and rebuild unless only checking."""
        found = index.differences()
        for each in found[:MOST_NAMED]:
            what = "is missing or out of date" if each.is_missing else "should not be there"
            self.stdout.write(f"{each.record_kind} {each.slug} ({each.scope}): its entry {what}")
        if len(found) > MOST_NAMED:
            self.stdout.write(f"… and {len(found) - MOST_NAMED} more")
        self.stdout.write(f"Search index: {len(found)} differences.")
        if options["check"]:
            if found:
                raise base.CommandError("The search index differs. Run reconcile to rebuild it.")
            return
        if found or options["rebuild"]:
            index.rebuild()
            self.stdout.write("The search index was rebuilt.")

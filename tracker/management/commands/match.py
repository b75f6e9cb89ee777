"""manage.py match: print which clauses reach a deployment or a described situation, and why."""

import datetime
import json
import pathlib
from typing import Any

from django.core.management import base

from tracker import answer_table, situations, standing
from tracker.matching import wording


class Operator:
    """Whoever runs commands on the installation sees what staff see."""

    is_authenticated = True
    is_staff = True


class Command(base.BaseCommand):
    """Prints one answer, as a table to read or as one JSON document."""

    help = "Print the clauses that reach a deployment or a situation on a day, with reasons."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Take a slug or --situation, --as-of, --format, --language and --public."""
        parser.add_argument("slug", nargs="?", help="slug of a deployment")
        parser.add_argument("--situation", type=pathlib.Path, help="JSON file that describes one")
        parser.add_argument("--as-of", help="the day, YYYY-MM-DD; without it the event's own")
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument("--language", choices=sorted(wording.PHRASES), default="en")
        parser.add_argument("--public", action="store_true", help="answer as the public sees it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Answer or refuse with a sentence; a refusal ends with a status that is not zero."""
        viewer = None if options["public"] else Operator()
        try:
            title, asked = self._ask(options, viewer)
        except (situations.SituationRefusedError, standing.UnknownDeploymentError) as refusal:
            faults = getattr(refusal, "faults", (refusal,))
            raise base.CommandError("\n".join(str(fault) for fault in faults)) from refusal
        if options["format"] == "json":
            found = standing.document(
                answer=asked.answer,
                viewer=viewer,
                language=options["language"],
                question=asked.next_question,
            )
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        labels = standing.labels(viewer=viewer)
        for line in answer_table.lines(
            title=title, answer=asked.answer, labels=labels, language=options["language"]
        ):
            self.stdout.write(line)

    def _ask(self, options: dict[str, Any], viewer: Operator | None) -> tuple[str, standing.Asked]:
        slug, file = options["slug"], options["situation"]
        if (slug is None) == (file is None):
            raise base.CommandError("Give either the slug of a deployment or --situation FILE.")
        if file is not None:
            if options["as_of"] is not None:
                raise base.CommandError("A situation says its own date: leave out --as-of.")
            return file.name, standing.ask(situation=_read(file), viewer=viewer)
        on: datetime.date | None = None
        if options["as_of"] is not None:
            on = situations.a_day(options["as_of"], field="--as-of")
        found = standing.deployment(slug=slug, viewer=viewer)
        answer = standing.for_deployment(deployment=found, on=on, viewer=viewer)
        return found.title, standing.Asked(answer)


def _read(file: pathlib.Path) -> dict[str, Any]:
    try:
        situation = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise base.CommandError(f"Cannot read {file}: {error.strerror}.") from error
    except ValueError as error:
        raise base.CommandError(f"{file} is not JSON: {error}.") from error
    if not isinstance(situation, dict):
        raise base.CommandError(f"{file} must hold one JSON object.")
    return situation

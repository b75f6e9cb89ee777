"""Makes a partner's key and shows it, once."""

import datetime
from typing import Any

from django.core.management import base
from django.utils import timezone

from tracker.api import keys
from tracker.api.models import PartnerKey


class Command(base.BaseCommand):
    """`create_partner_key ORGANISATION [--scope …] [--days N]`."""

    help = "Makes a key for a partner organisation. The key is printed once and kept nowhere."

    def add_arguments(self, parser: base.CommandParser) -> None:
        """Name of the organisation; scopes; days of life."""
        parser.add_argument("organisation", help="Its name. It is registered if it is new.")
        parser.add_argument(
            "--scope",
            action="append",
            choices=PartnerKey.Scope.values,
            help="What the key opens; may be repeated. Default: read.",
        )
        parser.add_argument("--days", type=int, help="Days until it expires. Default: never.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; standard output is the key alone, so that a script may read it."""
        now = timezone.now()
        days = options["days"]
        if days is not None and days < 1:
            raise base.CommandError("--days must be 1 or more.")
        try:
            new = keys.create(
                organisation=options["organisation"],
                scopes=options["scope"] or [PartnerKey.Scope.READ],
                now=now,
                expires_at=None if days is None else now + datetime.timedelta(days=days),
            )
        except keys.NoName as refusal:
            raise base.CommandError(f"{refusal}") from refusal
        self.stderr.write(
            f"A key for {new.key.organisation.name}, scope {', '.join(new.key.scopes)}. "
            "It is shown this once; keep it safe."
        )
        self.stdout.write(new.token)

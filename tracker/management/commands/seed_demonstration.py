"""Makes the demonstration accounts and prints how to sign in; only with DEMO=1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.demonstration import accounts


class Command(BaseCommand):
    """Seeds staff, members and a partner's key; running it again keeps what is there."""

    help = "Make the demonstration accounts and print how to sign in (only with DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and print the sign-ins."""
        try:
            seeded = accounts.seed(now=timezone.now())
        except (accounts.NotADemonstration, accounts.CatalogueMissing) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("Sign in with:")
        for each in seeded.sign_ins:
            self.stdout.write(f"  {each.email:<26} {each.password}   {each.is_for}")
        if seeded.token:
            self.stdout.write(f"Partner's key, shown this once: {seeded.token}")
        else:
            self.stdout.write("A partner's key: .venv/bin/python manage.py create_partner_key NAME")

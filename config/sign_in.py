"""How people come to have an account: they are invited by their union; nobody signs up alone."""

from allauth.account import adapter
from django.http import HttpRequest


class AccountAdapter(adapter.DefaultAccountAdapter):
    """allauth's, with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

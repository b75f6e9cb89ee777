"""How people come to have an account: they are invited by their union; nobody signs up alone."""

from allauth.account import adapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(adapter.DefaultAccountAdapter):
    """allauth's, with sign-up closed and two front doors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin at the desk, members at their inbox."""
        if request.user.is_staff:
            return reverse("wagtailadmin_home")
        return reverse("inbox")

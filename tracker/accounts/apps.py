"""Tells Django about this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers `tracker.accounts`."""

    name = "tracker.accounts"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django about this app."""

from django.apps import AppConfig


class ClausesConfig(AppConfig):
    """Registers `clauses`."""

    name = "clauses"
    default_auto_field = "django.db.models.BigAutoField"

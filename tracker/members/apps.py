"""Tells Django about this app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Registers `tracker.members`."""

    name = "tracker.members"
    default_auto_field = "django.db.models.BigAutoField"

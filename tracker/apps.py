"""Tells Django about this app."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Registers `tracker`."""

    name = "tracker"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django about this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers `tracker.web`."""

    name = "tracker.web"
    default_auto_field = "django.db.models.BigAutoField"

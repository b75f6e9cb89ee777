"""Tells Django about this app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Registers `tracker.alerts`."""

    name = "tracker.alerts"
    default_auto_field = "django.db.models.BigAutoField"

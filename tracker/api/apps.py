"""Tells Django about this app."""

import importlib

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers `tracker.api`."""

    name = "tracker.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the OpenAPI document know how a key is sent."""
        importlib.import_module("tracker.api.security")

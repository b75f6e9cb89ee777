"""Tells Django about this package, so that its system checks are registered."""

from django import apps


class WiringConfig(apps.AppConfig):
    """Registers `config`; it has no models."""

    name = "config"

    def ready(self) -> None:
        """Register the checks."""
        from config import checks  # noqa: F401, PLC0415 - checks may only be imported once apps are ready

"""Wiring only: settings, addresses, Celery, system checks, the embedded services. Nobody imports it."""

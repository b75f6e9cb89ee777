"""Wiring only: settings, addresses, Celery, checks, embedded services. Nobody imports it."""

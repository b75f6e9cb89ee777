"""Entrances: input to values, one question to a service or QuerySet, the answer to a page."""

"""Reads a file in a process of its own: no Django, no database, no network, nothing written."""

"""Reads catalogue files into the database in one transaction, never over a staff edit."""

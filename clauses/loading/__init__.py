"""Reads catalogue files into the database: shape, references, one transaction, never over a staff edit."""

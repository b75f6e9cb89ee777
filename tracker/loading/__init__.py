"""Reads the tracker's own catalogue files: vendors with their products and deployments."""

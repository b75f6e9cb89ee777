"""Clauses as files that staff take out, edit and bring back as drafts: CSV and YAML."""

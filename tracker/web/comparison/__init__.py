"""The page that sets agreements and clauses side by side, and its files."""

"""Public pages and members' pages."""

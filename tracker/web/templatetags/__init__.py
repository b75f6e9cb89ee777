"""Marks, dates and small drawings for templates: data in, markup out, no queries."""

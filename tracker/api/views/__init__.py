"""Views of the partners' interface, one module a kind of record."""

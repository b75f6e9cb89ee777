"""Commands of the partners' interface."""

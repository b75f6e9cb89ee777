"""Shapes of what is answered and asked; they hold no rules."""

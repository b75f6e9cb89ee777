"""Databases of released versions, which every later migration has to carry over."""

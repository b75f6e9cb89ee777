"""The sign-in identity alone: no union, no role."""

"""Proofs at full size, run by `make prove`; each prints one line with its figures."""

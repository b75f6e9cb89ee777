"""Ratios timed side by side in one run, correctness first; run by `make bench`."""

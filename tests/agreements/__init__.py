"""Invented agreements, as long as real ones, with passages about AI planted among decoys."""

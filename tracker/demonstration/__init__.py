"""Demonstration accounts and the replay of the Sora history; never used where DEMO is off."""

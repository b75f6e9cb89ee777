"""The desk's pages of clocks: what is due, how it counts, and how it ended."""

"""What a reader meets in a real browser: marked `browser`, skipped aloud where there is none."""

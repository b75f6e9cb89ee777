"""Search over the stored index: questions, answers, spelling, excerpts, and the index's upkeep."""

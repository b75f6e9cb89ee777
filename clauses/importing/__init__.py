"""Import of agreements: uploaded, read in the background, searched for AI; nothing is published."""

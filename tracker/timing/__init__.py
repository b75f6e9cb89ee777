"""Pure rules of deadlines: a time limit and its start event become a day, with how it counts."""

"""Pure rules: which clauses reach an event on a day, and why. No Django, no files, no clock."""

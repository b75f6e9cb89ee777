"""What vendors and employers deploy, where clauses reach, and who is told."""

"""The page that answers for a described situation, and asks what would change the answer."""

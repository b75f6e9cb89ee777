"""The page that shows where no clause reaches, each of its cells, and its file."""

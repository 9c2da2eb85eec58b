"""Writes, hides, and reads events and their occurrences. One folder because all modules share the two tables."""

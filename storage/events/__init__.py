"""Writes, hides, and reads events and their occurrences."""

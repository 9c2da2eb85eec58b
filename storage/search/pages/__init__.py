"""Chooses the occurrences of a page, in order."""

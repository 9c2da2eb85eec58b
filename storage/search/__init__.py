"""Finds the occurrences that pass a filter, page by page."""

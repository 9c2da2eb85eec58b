"""Whole crawls, timed from start to end."""

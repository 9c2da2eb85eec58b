"""Runs and their progress."""

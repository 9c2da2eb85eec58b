"""Runs of crawls and their progress."""

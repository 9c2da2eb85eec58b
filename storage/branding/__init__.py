"""Keeps what the town calls its page and how it looks."""

"""The back office's routes for alerts."""

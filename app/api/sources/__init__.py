"""The back office's routes for sources."""

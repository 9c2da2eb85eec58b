"""`python -m app runs`."""

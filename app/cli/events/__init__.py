"""`python -m app events`."""

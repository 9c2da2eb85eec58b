"""`python -m app venues`."""

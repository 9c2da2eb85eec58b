"""`python -m app demo`."""

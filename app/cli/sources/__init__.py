"""`python -m app sources`."""

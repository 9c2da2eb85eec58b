"""`python -m app letter`."""

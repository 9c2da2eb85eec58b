"""Recurrence rules and the instances they give (RFC 5545, 3.3.10 and 3.8.5)."""

"""Checks what a venue publishes against the standards, and says how its owner can fix it. Pure."""

"""Finds the place in an answer where a field of an event stands, and quotes it. A place in doubt is unknown."""

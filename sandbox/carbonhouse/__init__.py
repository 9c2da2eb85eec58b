"""A replica of a carbonhouse venue."""

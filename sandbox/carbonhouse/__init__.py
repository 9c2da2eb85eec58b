"""The replica of a carbonhouse venue."""

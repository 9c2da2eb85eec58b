"""Reads what people enter about events."""

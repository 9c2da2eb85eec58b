"""Venue sites built by carbonhouse."""

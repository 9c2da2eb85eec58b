"""Squarespace event collections."""

"""Lets a person correct a recipe on a copy of the page."""

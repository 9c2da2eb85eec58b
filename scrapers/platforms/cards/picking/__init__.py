"""Lets a person correct a recipe by clicking on a copy of the page."""

"""Recipes: where pages and JSON answers have their events."""

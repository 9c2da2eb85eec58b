"""Localist calendars."""

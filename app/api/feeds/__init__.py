"""Feeds of the calendar, saved searches and the newsroom's kit."""

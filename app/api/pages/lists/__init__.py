"""Pages with lists and calendars of events."""

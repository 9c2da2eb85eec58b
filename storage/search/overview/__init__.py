"""What calendars and filters show of many events at once: counts, and the first of each day."""

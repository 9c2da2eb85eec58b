"""The public calendar: occurrences, events, venues, filters."""

"""The public calendar: occurrences, events, venues, and their filters."""

"""Time zones of calendars: TZID names and VTIMEZONE components (RFC 5545, 3.6.5)."""

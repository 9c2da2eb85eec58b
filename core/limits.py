"""The most that Marquee keeps of one event, so that no source can fill the database or the page.

Over 200 recorded calendars and pages, the longest title has 175 characters, the longest description 7,911, the longest
address 339, and the busiest event 394 occurrences in 13 months.
"""

from __future__ import annotations

TITLE = 300
DESCRIPTION = 20_000
NAME = 200
"""Of a venue or an organizer."""
STREET = 300
"""A venue's postal address."""
CATEGORY = 100
CATEGORIES = 50
PRICE = 300
LINK = 2000
"""The longest web address that all browsers and the sitemaps protocol accept, rounded. A longer one is left out,
because half of an address leads nowhere."""
UID = 500
"""Longer ones end in a hash of the rest. Postgres can index at most about 2,700 bytes."""
RAW = 1000
"""The text that a field was read from."""
OCCURRENCES = 5_000
"""Of one event: 12 showings a day for 13 months."""
FEED_OCCURRENCES = 50_000
"""In one reading of a feed. After that, each further event keeps its first occurrence."""

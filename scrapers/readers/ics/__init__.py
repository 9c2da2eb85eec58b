"""Reads iCalendar feeds: RFC 5545, 5546, 7986 as sites really write them.

The steps are apart, so that a caller can hash the blocks of a feed and parse only those that differ:
`decode_body` (bytes to unfolded text), `split_calendars` (text to blocks), `read_blocks` (blocks to events).
"""

from scrapers.readers.ics.blocks import CalendarBlocks, split_calendars
from scrapers.readers.ics.body import decode_body
from scrapers.readers.ics.identity import fingerprint
from scrapers.readers.ics.reader import read_blocks, read_events

__all__ = ["CalendarBlocks", "decode_body", "fingerprint", "read_blocks", "read_events", "split_calendars"]

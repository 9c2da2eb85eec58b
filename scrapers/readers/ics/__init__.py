"""Reads iCalendar feeds: RFC 5545, 5546, 7986 as sites really write them.

The steps are apart, so that a caller can hash the blocks of a feed and parse only those that differ:
`decode_body` (bytes to unfolded text), `split_calendars` (text to blocks), `group_blocks` (blocks to what must be read
together, hashed), `read_blocks` (blocks to events).
"""

from scrapers.readers.ics.blocks import CalendarBlocks, split_calendars
from scrapers.readers.ics.body import decode_body
from scrapers.readers.ics.groups import Group, as_one, digest_without_uids, group_blocks, only, stamped_together
from scrapers.readers.ics.identity import fingerprint
from scrapers.readers.ics.reader import read_blocks, read_blocks_and_troubled, read_events

__all__ = [
    "CalendarBlocks",
    "Group",
    "as_one",
    "decode_body",
    "digest_without_uids",
    "fingerprint",
    "group_blocks",
    "only",
    "read_blocks",
    "read_blocks_and_troubled",
    "read_events",
    "split_calendars",
    "stamped_together",
]

"""Splits a feed into parts that can be read one by one: the blocks of each UID."""

from __future__ import annotations

from scrapers.incremental.parts import SplitBody
from scrapers.platforms.ics.plain_parts import split_plain
from scrapers.platforms.ics.text_parts import split_text
from scrapers.reading.contract import Context


def split_feed(body: bytes, context: Context, salt: bytes) -> SplitBody:
    """Raises what `read_events` raises. A feed whose UIDs change at every load is one part."""
    return split_plain(body, context, salt) or split_text(body, context, salt)

"""Reads the sites of carbonhouse, as Van Wezel and hundreds of arenas have them: cards, detail pages, months.

All of them agree on the key of an event, the last segment of its detail page's address, so that what they say of one
event can be put together (`merge`, `complete`).
"""

from scrapers.readers.carbonhouse.addresses import load_more_url, month_url
from scrapers.readers.carbonhouse.bodies import read_events
from scrapers.readers.carbonhouse.cards import CardPage, read_cards
from scrapers.readers.carbonhouse.detail import read_detail
from scrapers.readers.carbonhouse.load_more import LoadMore
from scrapers.readers.carbonhouse.merging import complete, merge
from scrapers.readers.carbonhouse.month import read_month

__all__ = [
    "CardPage",
    "LoadMore",
    "complete",
    "load_more_url",
    "merge",
    "month_url",
    "read_cards",
    "read_detail",
    "read_events",
    "read_month",
]

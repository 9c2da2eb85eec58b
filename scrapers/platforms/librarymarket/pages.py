"""The one answer of a LibraryMarket calendar."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urljoin

from scrapers.platforms.asking import Ask, with_query
from scrapers.platforms.librarymarket import DAYS
from scrapers.reading.contract import Context


def first(base_url: str, today: date, key: str) -> Ask:
    """From any page of the site."""
    return Ask(url=with_query(urljoin(base_url, "/events/feed/json"), start=today, end=today + timedelta(days=DAYS)))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    return None

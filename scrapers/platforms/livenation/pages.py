"""The pages of a venue's list at Live Nation."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of

PER_PAGE = 36
_VENUE = re.compile(r"/venues/(K[A-Za-z0-9]{6,16})")


def first(base_url: str, today: date, key: str) -> Ask:
    found = _VENUE.search(base_url)
    if found is None:
        raise ValueError("a venue's list is https://content.livenationapi.com/v1/venues/KovZ…/events")
    url = f"https://content.livenationapi.com/v1/venues/{found[1]}/events"
    return Ask(url=with_query(url, offset=0, limit=PER_PAGE))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """An empty list ends it. The offset counts events."""
    document = document_of(body, context)
    if not isinstance(document, list) or not document:
        return None
    return Ask(url=with_query(ask.url, offset=int(query_of(ask.url, "offset") or 0) + len(document)))

"""The pages of Ticketmaster's Discovery API."""

from __future__ import annotations

import re
from datetime import date

from core.errors import PageChanged
from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of

PER_PAGE = 100
DEEPEST = 1000
"""The API answers no page whose first event has a higher number."""
_VENUE = re.compile(r"venueId=(\w+)|/venue/(\w+)")


def first(base_url: str, today: date, key: str) -> Ask:
    """From an address that names the venue's id. It begins with K; a number gives no events, and no error."""
    found = _VENUE.search(base_url)
    venue = (found[1] or found[2]) if found else None
    if venue is None or not venue.startswith("K"):
        raise ValueError("a venue's id at Ticketmaster begins with K, such as …/events.json?venueId=KovZpZAFkvEA")
    url = with_query(
        "https://app.ticketmaster.com/discovery/v2/events.json",
        venueId=venue,
        startDateTime=f"{today:%Y-%m-%d}T00:00:00Z",
        size=PER_PAGE,
        page=0,
        sort="date,asc",
    )
    return Ask(url=with_query(url, apikey=key))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    document = document_of(body, context)
    page = document.get("page") if isinstance(document, dict) else None
    number, total = (page.get(name) for name in ("number", "totalPages")) if isinstance(page, dict) else (None, None)
    if not isinstance(number, int) or not isinstance(total, int) or number + 1 >= total:
        return None
    if (number + 1) * int(query_of(ask.url, "size") or PER_PAGE) >= DEEPEST:
        raise PageChanged(f"the list has more than {DEEPEST} events, and the API gives no more", url=context.url)
    return Ask(url=with_query(ask.url, page=number + 1))

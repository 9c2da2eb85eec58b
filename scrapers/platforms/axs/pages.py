"""The pages of a venue at AXS."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.platforms.axs.reader import listed
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context

PER_PAGE = 10
_VENUE = re.compile(r"(https?://[^/]+)/(?:[a-z-]{2,8}/)?venues/(\d{2,9})(/[\w-]+)?")


def first(base_url: str, today: date, key: str) -> Ask:
    found = _VENUE.search(base_url)
    if found is None:
        raise ValueError("a venue's address at AXS is https://www.axs.com/venues/NUMBER/NAME")
    return Ask(url=with_query(f"{found[1]}/venues/{found[2]}{found[3] or ''}", page=1))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """`totalEvents` counts the events of all pages."""
    items, total = listed(decode(body, context), context)
    page = int(query_of(ask.url, "page") or 1)
    if not items or total is None or page * PER_PAGE >= total:
        return None
    return Ask(url=with_query(ask.url, page=page + 1))

"""The pages of Localist's event list."""

from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

from scrapers.platforms.asking import Ask, with_query
from scrapers.platforms.localist import DAYS
from scrapers.platforms.localist.reader import next_page
from scrapers.reading.contract import Context

PER_PAGE = 100
"""The API's own limit."""


def first(base_url: str, today: date, key: str) -> Ask:
    """From any page of the site. The API's list begins today."""
    return Ask(url=with_query(urljoin(base_url, "/api/2/events"), days=DAYS, pp=PER_PAGE, page=1))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    page = next_page(body, context)
    return None if page is None else Ask(url=with_query(ask.url, page=page))

"""The pages of LiveWhale's event list."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urljoin

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.platforms.livewhale import DAYS
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of, inner

_FIELDS = "location,description,summary,thumbnail,cost,event_types,contact_info"


def first(base_url: str, today: date, key: str) -> Ask:
    """From any page of the site."""
    path = f"/live/json/events/start_date/{today}/end_date/{today + timedelta(days=DAYS)}/response_fields/{_FIELDS}/"
    return Ask(url=urljoin(base_url, path))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    pages = inner(document_of(body, context), "meta").get("total_pages")
    page = int(query_of(ask.url, "page") or 1)
    return Ask(url=with_query(ask.url, page=page + 1)) if isinstance(pages, int) and page < pages else None

"""The addresses of carbonhouse sites, and the event's key in them."""

from __future__ import annotations

from urllib.parse import urlencode

from scrapers.platforms.carbonhouse.load_more import LoadMore
from scrapers.reading.text import parts_of, slug_of


def load_more_url(base_url: str, offset: int, load_more: LoadMore) -> str:
    """The address of more cards. `offset` counts all cards received so far, not pages: some sites ignore `per_page`."""
    query = {
        "category": load_more.category,
        "venue": load_more.venue,
        "team": load_more.team,
        "exclude": "",
        "per_page": load_more.increment,
        "came_from_page": load_more.came_from,
    }
    return f"{base_url.rstrip('/')}/events/events_ajax/{offset}?{urlencode(query)}"


def month_url(base_url: str, year: int, month: int) -> str:
    """The address of a month as JSON, with the month's number without a leading zero."""
    return f"{base_url.rstrip('/')}/events/calendar/{year}/{month}"


def is_load_more(url: str) -> bool:
    """Whether an address returns more cards, where an empty answer means the end of the list."""
    return "/events_ajax" in url or "/category_json" in url


def uid_of(url: str) -> str:
    """The event's key in the address of its detail page: its slug, or its number in the AEG skin. "" for other
    addresses."""
    segments = [segment for segment in parts_of(url).path.split("/") if segment]
    return slug_of(url) if "detail" in segments[:-1] else ""

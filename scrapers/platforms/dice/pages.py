"""The pages of a venue's list at DICE."""

from __future__ import annotations

from datetime import date

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of, inner
from scrapers.reading.text import host_of

PER_PAGE = 50
_VENUES = "filter[venues][]"
_HOST = "events-api.dice.fm"


def first(base_url: str, today: date, key: str) -> Ask:
    """From an address that names the venue exactly as DICE writes it."""
    venue = query_of(base_url, _VENUES)
    if not venue:
        raise ValueError(f"a venue's list at DICE is https://{_HOST}/v1/events?{_VENUES}=NAME")
    url = with_query(f"https://{_HOST}/v1/events", **{_VENUES: venue, "page[size]": PER_PAGE})
    return Ask(url=url, headers={"x-api-key": key})


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """`links.next`, if it leads to the same API."""
    link = inner(document_of(body, context), "links").get("next")
    if not isinstance(link, str) or host_of(link) != _HOST:
        return None
    return Ask(url=link, headers=ask.headers)

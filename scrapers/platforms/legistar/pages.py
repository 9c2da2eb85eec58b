"""The pages of a council's meetings in Legistar's API."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from scrapers.platforms.asking import Ask, query_of
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of

PER_PAGE = 1000
"""The API's own limit."""
_CLIENT = re.compile(r"webapi\.legistar\.com/v1/([\w-]+)|//([\w-]+)\.legistar", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    found = _CLIENT.search(base_url)
    if found is None:
        raise ValueError("a council's address in Legistar is https://CLIENT.legistar.com")
    return Ask(url=_page(found[1] or found[2], today.isoformat(), 0))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """A full page is followed by another."""
    document = document_of(body, context)
    found = _CLIENT.search(ask.url)
    since = re.search(r"datetime%27([\d-]{10})%27", ask.url)
    if not isinstance(document, list) or len(document) < PER_PAGE or found is None or since is None:
        return None
    return Ask(url=_page(found[1], since[1], int(query_of(ask.url, "$skip") or 0) + PER_PAGE))


def _page(client: str, since: str, skip: int) -> str:
    """The API doesn't understand an escaped `$`."""
    since = quote(f"EventDate ge datetime'{since}'")
    order = quote("EventDate asc")
    query = f"$filter={since}&$orderby={order}&$top={PER_PAGE}&$skip={skip}"
    return f"https://webapi.legistar.com/v1/{client}/events?{query}"

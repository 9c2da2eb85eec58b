"""The pages of a council's meetings in CivicClerk's API."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from scrapers.platforms.asking import Ask
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of
from scrapers.reading.text import host_of

_TOWN = re.compile(r"//([\w-]+)\.(?:portal|api)\.civicclerk\.com", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    found = _TOWN.search(base_url)
    if found is None:
        raise ValueError("a council's address in CivicClerk is https://TOWN.portal.civicclerk.com")
    since = quote(f"startDateTime ge {today:%Y-%m-%d}T00:00:00Z")
    order = quote("startDateTime asc")
    return Ask(url=f"https://{found[1]}.api.civicclerk.com/v1/Events?$filter={since}&$orderby={order}")


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """OData's link to the next page, if it leads to the same host."""
    document = document_of(body, context)
    link = document.get("@odata.nextLink") if isinstance(document, dict) else None
    if not isinstance(link, str) or host_of(link) != host_of(ask.url):
        return None
    return Ask(url=link)

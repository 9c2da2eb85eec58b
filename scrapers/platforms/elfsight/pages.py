"""The one answer of an Elfsight widget."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context

_WIDGET = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    """From an address that names the widget; `page` is the site's page, which the service asks for."""
    found = _WIDGET.search(base_url)
    if found is None:
        raise ValueError("an Elfsight widget's address is https://core.service.elfsight.com/p/boot/?page=PAGE&w=UUID")
    page = query_of(base_url, "page")
    return Ask(url=with_query("https://core.service.elfsight.com/p/boot/", page=page, w=found[0]))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    return None

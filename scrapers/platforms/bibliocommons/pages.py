"""The pages of a library's events at BiblioCommons."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of, inner, list_at

PER_PAGE = 100
_LIBRARY = re.compile(r"/libraries/([\w-]+)/|//([\w-]+)\.bibliocommons\.com", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    found = _LIBRARY.search(base_url)
    name = (found[1] or found[2]) if found else "gateway"
    if name == "gateway":
        raise ValueError("a library's address at BiblioCommons is https://NAME.bibliocommons.com")
    url = f"https://gateway.bibliocommons.com/v2/libraries/{name}/events"
    return Ask(url=with_query(url, limit=PER_PAGE, page=1))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """A full page is followed by another."""
    items = list_at(inner(document_of(body, context), "events"), context, "items")
    if len(items) < PER_PAGE:
        return None
    return Ask(url=with_query(ask.url, page=int(query_of(ask.url, "page") or 1) + 1))

"""The pages of a collection of a Shopify shop."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of, list_at

PER_PAGE = 250
"""The shop's own limit."""
_COLLECTION = re.compile(r"^(https?://[^/]+(?:/[a-z]{2}(?:-[a-z]{2})?)?/collections/[\w%-]+)", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    found = _COLLECTION.match(base_url)
    if found is None:
        raise ValueError("a collection's address in a Shopify shop is https://SHOP/collections/NAME")
    return Ask(url=with_query(f"{found[1]}/products.json", limit=PER_PAGE, page=1))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """A full page is followed by another."""
    products = list_at(document_of(body, context), context, "products")
    if len(products) < PER_PAGE:
        return None
    return Ask(url=with_query(ask.url, page=int(query_of(ask.url, "page") or 1) + 1))

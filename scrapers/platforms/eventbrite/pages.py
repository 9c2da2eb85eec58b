"""An organizer's page at Eventbrite and, with a key, the pages of the API."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import document_of, inner

_ORGANIZER = re.compile(r"/o/(?:[\w%-]*-)?(\d{8,13})\b|/organizers/(\d{8,13})\b")


def first(base_url: str, today: date, key: str) -> Ask:
    found = _ORGANIZER.search(base_url)
    if found is None:
        raise ValueError("an organizer's address at Eventbrite is https://www.eventbrite.com/o/NAME-NUMBER")
    number = found[1] or found[2]
    if not key:
        return Ask(url=f"https://www.eventbrite.com/o/{number}", whole=False)
    url = f"https://www.eventbriteapi.com/v3/organizers/{number}/events/"
    url = with_query(url, status="live", order_by="start_asc", expand="venue,ticket_availability", page=1)
    return Ask(url=url, headers={"Authorization": f"Bearer {key}"})


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    if "Authorization" not in ask.headers:
        return None
    pages = inner(document_of(body, context), "pagination")
    number = pages.get("page_number")
    if pages.get("has_more_items") is not True or not isinstance(number, int):
        return None
    return Ask(url=with_query(ask.url, page=number + 1), headers=ask.headers)

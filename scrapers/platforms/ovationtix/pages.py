"""The calendar of an OvationTix box office, which is one answer."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask
from scrapers.reading.contract import Context

_CLIENT = re.compile(r"ovationtix\.com/(?:trs/(?:cal|pr)/)?(\d{2,9})\b|[?&]clientId=(\d{2,9})\b")


def first(base_url: str, today: date, key: str) -> Ask:
    """From any address that names the client's number. The calendar answers only with it in a header; in the address
    it tells the reader which box office the links lead to."""
    found = _CLIENT.search(base_url)
    if found is None:
        raise ValueError("an OvationTix box office's address has its number, such as https://ci.ovationtix.com/1234")
    client = found[1] or found[2]
    url = f"https://web.ovationtix.com/trs/api/rest/CalendarProductions?clientId={client}"
    return Ask(url=url, headers={"clientId": client, "newCIRequest": "true"})


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    return None

"""The one answer of a Trumba or 25Live Publisher calendar."""

from __future__ import annotations

import re
from datetime import date

from scrapers.platforms.asking import Ask
from scrapers.reading.contract import Context

_CALENDAR = re.compile(r"(https://(?:www\.trumba\.com|25livepub\.collegenet\.com)/calendars/[\w-]+)", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    found = _CALENDAR.search(base_url)
    if found is None:
        raise ValueError("a Trumba calendar's address is https://www.trumba.com/calendars/NAME.json")
    return Ask(url=f"{found[1]}.json")


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    return None

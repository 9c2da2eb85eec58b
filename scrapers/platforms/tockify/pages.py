"""The pages of a Tockify calendar's list."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.reading.contract import Context
from scrapers.reading.records import Record, document_of, inner, objects

PER_PAGE = 200
_NAME = re.compile(r"tockify\.com/(?:api/feeds/ics/)?([a-z0-9._-]{3,60})", re.IGNORECASE)


def first(base_url: str, today: date, key: str) -> Ask:
    found = _NAME.search(base_url)
    name = query_of(base_url, "calname") or (found[1] if found else None)
    if name in (None, "api"):
        raise ValueError("a Tockify calendar's address is https://tockify.com/NAME")
    since = datetime.combine(today - timedelta(days=1), time(), UTC)
    url = with_query(
        "https://tockify.com/api/ngevent",
        calname=name,
        max=PER_PAGE,
        view="agenda",
        showAll="false",
        startms=int(since.timestamp() * 1000),
    )
    return Ask(url=with_query(url, longForm="false"))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    """From the moment after the last event's end on, while `metaData.hasNext` says that there are more."""
    document = document_of(body, context)
    meta = document.get("metaData") if isinstance(document, dict) else None
    if not isinstance(meta, dict) or meta.get("hasNext") is not True:
        return None
    ends = [millis for one in objects(document.get("events")) if isinstance(millis := _end(one), int)]
    return Ask(url=with_query(ask.url, startms=max(ends) + 1)) if ends else None


def _end(record: Record) -> object:
    return inner(record, "when", "end").get("millis")

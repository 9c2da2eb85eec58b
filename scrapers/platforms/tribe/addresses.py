"""The addresses and ids of The Events Calendar (Tribe), for spiders. Makes no requests."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode, urljoin

from core.addresses import folder
from scrapers.reading.text import parts_of

EXPORT_CAP = 30
"""VEVENTs in a list export (the plugin's default `feed_default_export_count`). Month feeds have no limit."""
MOST_PER_PAGE = 50
"""The REST route's own limit."""

_UID = re.compile(r"(\d{1,19})-\d{1,12}-\d{1,12}@\S+")
_REST = "wp-json/tribe/events/v1/events"


def month_feed_url(base_url: str, year: int, month: int, *, current: bool) -> str:
    """The iCal feed of a month. The current month has no date in its address: sites also accept `YYYY-MM` for it, but
    caches and robots.txt rules expect the plain address."""
    path = "events/month/" if current else f"events/month/{date(year, month, 1):%Y-%m}/"
    return urljoin(folder(base_url), f"{path}?ical=1")


def month(day: date, ahead: int) -> date:
    """The first day of the month `ahead` months after the given day's month."""
    index = day.year * 12 + day.month - 1 + ahead
    return date(index // 12, index % 12 + 1, 1)


def rest_url(base_url: str, *, start: date, end: date, page: int, per_page: int = MOST_PER_PAGE) -> str:
    """A page of the REST archive: events on the days from `start` to `end`, both inclusive."""
    query = {
        "page": page,
        "per_page": min(per_page, MOST_PER_PAGE),
        "start_date": f"{start:%Y-%m-%d} 00:00:00",
        "end_date": f"{end:%Y-%m-%d} 23:59:59",
        "status": "publish",
    }
    return urljoin(folder(base_url), f"{_REST}?{urlencode(query)}")


def next_rest_url(body: bytes | str) -> str | None:
    """The archive's link to its next page; None on the last page, and if the body isn't an archive.

    Accepts only http(s) links to the REST route.
    """
    link = _archive(body).get("next_rest_url")
    if not isinstance(link, str) or parts_of(link).scheme not in ("http", "https"):
        return None
    return link if "tribe" in link else None


def rest_total(body: bytes | str) -> int | None:
    """How many events the archive has on all its pages. Some sites write the number as text."""
    total = _archive(body).get("total")
    try:
        return None if total is None or isinstance(total, bool) else int(total)
    except (TypeError, ValueError):
        return None


def post_id_of_uid(uid: str) -> str | None:
    """The WordPress post id in an iCal UID `<post id>-<start>-<end>@host`; None for other UIDs.

    The UID changes when the event moves, but the post id stays. The REST and HTML readers use it as the uid too.
    """
    found = _UID.fullmatch(uid.strip())
    return found[1] if found else None


def _archive(body: bytes | str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}

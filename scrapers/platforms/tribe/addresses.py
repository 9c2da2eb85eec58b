"""The addresses and identities of The Events Calendar (Tribe), for spiders: pure, no request is made here."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

EXPORT_CAP = 30
"""VEVENTs in a list export (plugin default `feed_default_export_count`); month feeds have no cap."""
MOST_MONTHS_AHEAD = 24
"""How many months after the current one may be asked for. Each is a request of its own."""
MOST_PER_PAGE = 50
"""What the REST route allows."""

_UID = re.compile(r"(\d{1,19})-\d{1,12}-\d{1,12}@\S+")
_REST = "wp-json/tribe/events/v1/events"


def month_feed_url(base_url: str, year: int, month: int, *, current: bool) -> str:
    """The iCal feed of a month. The current month has no date in its address: sites answer `YYYY-MM` of it too, but
    cache and robots rules are made for the plain one."""
    path = "events/month/" if current else f"events/month/{date(year, month, 1):%Y-%m}/"
    return urljoin(_root(base_url), f"{path}?ical=1")


def rest_url(base_url: str, *, start: date, end: date, page: int, per_page: int = MOST_PER_PAGE) -> str:
    """A page of the REST archive: events that touch the days from `start` to `end`, both inclusive."""
    query = {
        "page": page,
        "per_page": min(per_page, MOST_PER_PAGE),
        "start_date": f"{start:%Y-%m-%d} 00:00:00",
        "end_date": f"{end:%Y-%m-%d} 23:59:59",
        "status": "publish",
    }
    return urljoin(_root(base_url), f"{_REST}?{urlencode(query)}")


def next_rest_url(body: bytes | str) -> str | None:
    """The archive's own link to its next page; None on the last one, and of a body that is no archive.

    Only http(s) addresses count, and only where a link leads to the REST route.
    """
    link = _archive(body).get("next_rest_url")
    if not isinstance(link, str) or urlsplit(link).scheme not in ("http", "https"):
        return None
    return link if "tribe" in link else None


def rest_total(body: bytes | str) -> int | None:
    """How many events the archive has on all its pages; some sites write the number as text."""
    total = _archive(body).get("total")
    try:
        return None if total is None or isinstance(total, bool) else int(total)
    except (TypeError, ValueError):
        return None


def post_id_of_uid(uid: str) -> str | None:
    """The WordPress post id in an iCal UID `<post id>-<start>-<end>@host`; None of any other UID.

    The UID changes when the event is moved, the post id stays: it is also the uid that the REST and HTML readers give.
    """
    found = _UID.fullmatch(uid.strip())
    return found[1] if found else None


def _archive(body: bytes | str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _root(base_url: str) -> str:
    return base_url if base_url.endswith("/") else f"{base_url}/"

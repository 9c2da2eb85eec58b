"""What the harvest of a source asks first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urljoin

from core.addresses import folder, http_address
from scrapers.platforms.asking import Ask, key_of, pages_of
from scrapers.platforms.registry import platform
from scrapers.platforms.spektrix.addresses import events_url
from scrapers.platforms.tribe import MONTHS_AHEAD
from scrapers.platforms.tribe.addresses import month, month_feed_url

MONTHS = 2
"""Of a source that finds a feed for each month, and has found none yet. A month without events may have no feed, so the
next one counts, too."""


def first_asks(kind: str, base_url: str, today: date, feeds: Sequence[str] = ()) -> list[Ask]:
    """Its feeds, or its first page. Raises ValueError for an address that isn't one, or not this platform's."""
    if feeds:
        return [Ask(url=http_address(url)) for url in feeds]
    base_url = http_address(base_url)
    if kind == "tribe":
        months = [month(today, ahead) for ahead in range(MONTHS)]
        return [
            Ask(url=month_feed_url(base_url, first.year, first.month, current=number == 0))
            for number, first in enumerate(months)
        ]
    if kind == "carbonhouse":
        return [Ask(url=urljoin(folder(base_url), "events"))]
    if kind == "spektrix":
        return [Ask(url=events_url(base_url))]
    described = platform(kind)
    return [pages_of(described).first(base_url, today, key_of(described)) if described.is_paged else Ask(url=base_url)]


def first_day_left_out(kind: str, today: date) -> date | None:
    """The first day that a harvest doesn't read, unless it reads all."""
    return month(today, MONTHS_AHEAD + 1) if kind == "tribe" else None

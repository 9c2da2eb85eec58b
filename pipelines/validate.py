"""Rejects events that cannot be true; the run records the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrapy.exceptions import DropItem

from core.addresses import http_address
from core.errors import BadRecord
from core.items import EventItem, FeedItem, Occurrence

LONGEST = timedelta(days=2 * 366)
"""An exhibition may last a year; anything longer has a typo in a year."""


class Validate:
    """Pipeline step. Raises DropItem, caused by a BadRecord, for an event that must not be shown."""

    def process_item(self, item: Any) -> Any:
        try:
            if isinstance(item, EventItem):
                return validate(item)
            if isinstance(item, FeedItem):
                return validate_feed(item)
        except BadRecord as error:
            if isinstance(item, EventItem):
                error.uid, error.title = item.uid, item.title
                error.day = item.occurrences[0].starts_at.date() if item.occurrences else None
            raise DropItem(str(error)) from error
        return item


def validate_feed(item: FeedItem) -> FeedItem:
    """The feed with its `webcal:` address as http. Raises BadRecord for an address of another kind."""
    url = http_address(item.url)
    _web_address(url, "url", item.url)
    return item if url == item.url else replace(item, url=url)


def validate(item: EventItem) -> EventItem:
    """The event without links that aren't web addresses. BadRecord if it has no uid, title, or possible time."""
    url = item.url or ""
    if not item.uid:
        raise BadRecord("no uid", url=url, field="uid")
    if not item.title:
        raise BadRecord(f"no title (uid {item.uid})", url=url, field="title")
    if not item.occurrences:
        raise BadRecord(f"no date: {item.title}", url=url, field="occurrences")
    for occurrence in item.occurrences:
        _possible(occurrence, item)
    price = item.price
    if price is not None and None not in (price.min_cents, price.max_cents):
        assert price.min_cents is not None
        assert price.max_cents is not None
        if not 0 <= price.min_cents <= price.max_cents:
            raise BadRecord(f"price from {price.min_cents} to {price.max_cents} cents", url=url, field="price")
    return replace(
        item,
        url=_link(item.url),
        ticket_url=_link(item.ticket_url),
        image_url=_link(item.image_url),
        occurrences=tuple(map(_with_link, item.occurrences)),
    )


def _possible(occurrence: Occurrence, item: EventItem) -> None:
    where = item.url or ""
    try:
        ZoneInfo(occurrence.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadRecord(f"zone {occurrence.timezone!r}: {item.title}", url=where, field="timezone") from error
    if not 1900 <= occurrence.starts_at.year <= 2200:
        raise BadRecord(f"starts in the year {occurrence.starts_at.year}: {item.title}", url=where, field="starts_at")
    if occurrence.ends_at is None:
        return
    if occurrence.ends_at < occurrence.starts_at:
        raise BadRecord(f"ends before it starts: {item.title}", url=where, field="ends_at")
    if occurrence.ends_at - occurrence.starts_at > LONGEST:
        raise BadRecord(f"lasts longer than {LONGEST.days} days: {item.title}", url=where, field="ends_at")


def _link(url: str | None) -> str | None:
    """Removes links such as `javascript:` or `tel:` that people must not be sent to."""
    return url if url is None or _is_web_address(url) else None


def _with_link(occurrence: Occurrence) -> Occurrence:
    return occurrence if occurrence.url is None else replace(occurrence, url=_link(occurrence.url))


def _web_address(url: str, field: str, where: str) -> None:
    if not _is_web_address(url):
        raise BadRecord(f"{url!r} is not a web address", url=where, field=field)


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False

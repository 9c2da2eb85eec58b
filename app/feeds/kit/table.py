"""Writes rows as CSV (RFC 4180) without cells that a spreadsheet would run as formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from app.feeds import iso_times, wording
from app.feeds.addresses import web_address
from core.visible_text import visible
from storage.events.progress import progress
from storage.search.listings import Listing

Cell = str | int | float | bool | None
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What makes a spreadsheet run a cell (OWASP, CSV injection), also after white space and in full-width characters."""


def table(rows: Iterable[Mapping[str, Cell]], columns: Iterable[str]) -> Iterator[bytes]:
    """Yields a line of column names, then a line for each row. The byte order mark makes Excel read UTF-8."""
    names = tuple(columns)
    yield b"\xef\xbb\xbf" + _line(names)
    for row in rows:
        yield _line(tuple(_cell(row.get(name)) for name in names))


def _line(cells: tuple[str, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()


def _cell(value: Cell) -> str:
    """Numbers stay numbers, because a longitude can be negative. An apostrophe keeps text from running as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = visible(value)
    return f"'{text}" if _FORMULA.match(text) else text


COLUMNS = (
    *("event_id", "title", "starts_at", "ends_at", "when", "timezone", "all_day", "time_known", "status", "sold_out"),
    *("venue", "address", "latitude", "longitude", "price", "min_price", "max_price", "currency", "free", "tickets"),
    *("url", "image", "organizer", "categories", "description", "source", "progress"),
)


def event_rows(listings: Iterable[Listing], now: datetime) -> Iterator[dict[str, Cell]]:
    """A row for each occurrence. Times are ISO 8601 with the local offset, prices are in units of the currency;
    `progress`: `upcoming`, `running`, or `over` at `now`."""
    for listing in listings:
        yield {
            "event_id": listing.event_id,
            "title": listing.title,
            "starts_at": iso_times.starts(listing),
            "ends_at": iso_times.ends(listing),
            "when": wording.when(listing),
            "timezone": listing.timezone,
            "all_day": listing.all_day,
            "time_known": listing.time_known,
            "status": "withdrawn" if listing.withdrawn_at is not None else listing.status.value,
            "sold_out": listing.sold_out,
            "venue": listing.venue_name,
            "address": listing.venue_address,
            "latitude": listing.latitude,
            "longitude": listing.longitude,
            "price": wording.price(listing),
            "min_price": _units(listing.price_min_cents),
            "max_price": _units(listing.price_max_cents),
            "currency": listing.price_currency,
            "free": listing.is_free,
            "tickets": web_address(listing.ticket_url),
            "url": web_address(listing.url),
            "image": web_address(listing.image_url),
            "organizer": listing.organizer,
            "categories": "; ".join(wording.categories(listing)),
            "description": wording.description(listing) or None,
            "source": listing.source_title,
            "progress": progress(listing, now),
        }


def _units(cents: int | None) -> float | None:
    return None if cents is None else cents / 100

"""Reads the products of a Shopify collection whose titles or variants name dates."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from core.errors import BadRecord
from core.items import EventItem, Occurrence, Price
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import read_dates, read_times
from scrapers.reading.prices import currency_of
from scrapers.reading.records import Facts, Record, cents, document_of, event_of, list_at, modified, objects, read_each
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.dates import on_day
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.text import plain_text

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY = rf"{_WEEKDAY}{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+\d{{4}})?"
_DATED = re.compile(rf"\b{_DAY}|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b", re.IGNORECASE)
_HOURS = re.compile(
    r"\d{1,2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:-|–|to)\s*\d{1,2}(?::\d{2})?\s*[ap]\.?m\b|\d{1,2}(?::\d{2})?\s*[ap]\.?m\b",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:event|class|workshop|ticket|concert)s?\b", re.IGNORECASE)
_WEEKDAY_AND_HOURS = re.compile(
    rf"\b(?P<day>{_WEEKDAY.removesuffix('?')}{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+\d{{4}})?)"
    rf"(?:,?\s*(?:from|at|@)?\s*(?P<hours>{_HOURS.pattern}))?",
    re.IGNORECASE,
)


def read_events(body: bytes, context: Context) -> Reading:
    """The dated products of `products.json`. `uid` is the product's id.

    A shop has no field for a date. It is read from the variants' titles ("Thursday April 9 2026 / 8:00pm General
    Admission") or the product's title. The description of a product that is called an event counts if it names a single
    day, with its weekday; prose that names several says nothing about one. A product that is called an event and has no
    date is reported; other products are left out.
    """
    return read_each(
        list_at(document_of(body, context), context, "products"), _event, context, uid_at="id", title_at="title"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    variants = objects(record.get("variants"))
    title, handle = line(record.get("title")) or "", first_text(record.get("handle"))
    dated = [(variant, one) for variant in variants if (one := _dated(line(variant.get("title")) or "", context))]
    if not dated and (one := _dated(title, context)):
        dated = [(variant, one) for variant in variants]
    if not dated and _is_called_event(record) and (one := _in_prose(record, context)):
        dated = [(variant, one) for variant in variants]
    url = f"https://{urlsplit(context.url).netloc}/products/{handle}" if handle else None
    if not dated and not _is_called_event(record):
        return None
    if not dated:
        found = f"{title!r} doesn't name one date in its title, its variants, or its description"
        raise BadRecord(found, field="starts_at", title=title, uid=first_text(record.get("id")) or "", url=url or "")
    images = objects(record.get("images"))
    return event_of(
        Facts(
            uid=record.get("id"),
            title=title,
            occurrences=tuple({one.starts_at: one for _, one in dated}.values()),
            url=url,
            description=plain_text(first_text(record.get("body_html")) or ""),
            standing=Standing(None, not any(variant.get("available") is True for variant, _ in dated)),
            price=_price([variant for variant, _ in dated], context),
            ticket_url=url,
            image_url=images[0].get("src") if images else None,
            last_modified=modified(record.get("updated_at")),
            raw={"starts_at": " | ".join(filter(None, (line(variant.get("title")) for variant, _ in dated)))},
        ),
        context,
    )


def _dated(text: str, context: Context) -> Occurrence | None:
    """The one day that a text names, with its hours; None if it names none or several."""
    days = {found[0] for found in _DATED.finditer(text)}
    if len(days) != 1:
        return None
    day: date = read_dates(days.pop(), now=context.now.date()).first
    hours = _HOURS.findall(text)
    try:
        times = read_times(hours[0] if len(hours) == 1 else "")
    except BadRecord:
        times = read_times("")
    return on_day(day, times, context.timezone)


def _is_called_event(record: Record) -> bool:
    words = [record.get("product_type"), record.get("vendor"), *as_list(record.get("tags"))]
    return any(_EVENT.search(text) for one in words if (text := line(one)))


def _in_prose(record: Record, context: Context) -> Occurrence | None:
    """The one day that the description names with its weekday, and the hours right after it."""
    text = plain_text(first_text(record.get("body_html")) or "")
    days = {found[0].lower() for found in _DATED.finditer(text)}
    found = _WEEKDAY_AND_HOURS.search(text)
    if len(days) != 1 or found is None:
        return None
    try:
        day = read_dates(found["day"], now=context.now.date()).first
        times = read_times(found["hours"] or "")
    except BadRecord:
        return None
    return on_day(day, times, context.timezone)


def _price(variants: list[Record], context: Context) -> Price | None:
    """A price of 0.00 may be a ticket, or a product that isn't sold: whether it is free stays unknown."""
    amounts = [amount for one in variants if (amount := cents(one.get("price"))) is not None]
    if len(amounts) < len(variants) or not any(amounts):
        return None
    low, high = min(amounts), max(amounts)
    text = f"{low / 100:.2f}" if low == high else f"{low / 100:.2f} - {high / 100:.2f}"
    return Price(text=text, min_cents=low, max_cents=high, currency=currency_of(context.timezone), is_free=False)

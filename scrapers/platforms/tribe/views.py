"""Reads the cards on HTML views of The Events Calendar (v2): month, list, day, and Pro's photo and summary views."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from parsel import Selector

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.reading.contract import Context
from scrapers.reading.dates import end_of_day, local, read_dates, read_iso, read_times
from scrapers.reading.prices import read_price
from scrapers.reading.problems import located
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.structured.event import slug_of
from scrapers.reading.text import absolute_url, image_of, text_of

CARDS = (
    "//article[contains(concat(' ', normalize-space(@class), ' '), ' type-tribe_events ')"
    " and contains(@class, 'tribe-events-') and contains(@class, '__')]"
)
_POST = re.compile(r"(?:^|\s)post-(\d{1,19})(?=\s|$)")
_DAY_CELL = "ancestor::*[starts-with(@id, 'tribe-events-calendar-day-')][1]/@id"
_MOBILE_CELL = "ancestor::*[starts-with(@id, 'tribe-events-calendar-mobile-day-')][1]/@id"
_TITLE = (
    ".//a[contains(@class, 'title-link')] | .//*[contains(@class, '-title')]//a | .//a[contains(@class, 'hidden-link')]"
)


def read_cards(page: Selector, context: Context, problems: list[BadRecord]) -> list[EventItem]:
    """Every event of the page's cards once, in page order. `uid` is the post id.

    A month view repeats the bar of a multi-day event in each week, and every card in its list for phones: the best copy
    counts.
    """
    events: dict[str, EventItem] = {}
    for card in page.xpath(CARDS):
        try:
            event = _card(card, context)
        except BadRecord as problem:
            problems.append(located(problem, context, field="starts_at"))
            continue
        except ValueError as cause:
            found = f"a card with unreadable markup: {cause}"
            problems.append(BadRecord(found, url=context.url, source=context.source, field="events"))
            continue
        known = events.get(event.uid)
        events[event.uid] = event if known is None else _richer(known, event)
    return list(events.values())


def _richer(one: EventItem, other: EventItem) -> EventItem:
    """The copy with an hour, else the one that starts first, since a bar may be the part in a later week."""
    first, second = one.occurrences[0], other.occurrences[0]
    if first.time_known != second.time_known:
        return one if first.time_known else other
    return one if first.starts_at <= second.starts_at else other


def _card(card: Selector, context: Context) -> EventItem:
    link = card.xpath(_TITLE)[:1]
    title = text_of(link[0]) if link else ""
    url = absolute_url(link.xpath("@href").get(), context.url) if link else None
    if not title:
        raise BadRecord(f"a card without a title: {text_of(card)[:80]!r}", url=url or context.url, field="title")
    found = _POST.search(card.xpath("@class").get() or "")
    uid = found[1] if found else slug_of(url or "")
    if not uid:
        raise BadRecord(f"{title!r} has neither a post id nor an address", url=url or context.url, field="uid")
    description = text_of(next(iter(card.xpath(".//*[contains(@class, '-description')]")), None)) or None
    occurrence, raw = _occurrence(card, title, url, context)
    standing, venue = with_notices(
        status_of_title(title) | _label(card), _venue(card), description, when_of([occurrence])
    )
    status = standing.status or EventStatus.SCHEDULED
    price = text_of(next(iter(card.xpath(".//*[contains(@class, 'c-small-cta__price')]")), None))
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(replace(occurrence, status=status),),
        venue=venue,
        price=read_price(price) if price else None,
        image_url=image_of(next(iter(card.xpath(".//img")), None), context.url),
        raw={"starts_at": raw, **({"price": price} if price else {})},
    )


def _label(card: Selector) -> Standing:
    """The status from the labels of the Event Status extension, not from the description, which may say anything."""
    labels = card.xpath(".//*[contains(@class, 'tribe-events-status-label__text')]")
    return status_of_label(" ; ".join(f"{text_of(label)} {label.xpath('@class').get()}" for label in labels))


def _venue(card: Selector) -> Venue | None:
    name, address = (
        text_of(next(iter(card.xpath(f".//*[contains(@class, '-venue-{part}')]")), None)) or None
        for part in ("title", "address")
    )
    return Venue(name=name, address=address) if name or address else None


def _occurrence(card: Selector, title: str, url: str | None, context: Context) -> tuple[Occurrence, str]:
    """The time of a card and the text it comes from.

    The first day is in a `datetime` attribute or the id of the month view's cell; hours are in `datetime="18:00"` or
    in the text, `August 29 @ 6:00 pm`.
    """
    starts, ends, until = (_first(card, f"tribe-event-{part}") for part in ("date-start", "date-end", "time"))
    day = _day(card)
    if day is None:
        raise BadRecord(
            f"{title!r} has no date in its card: {starts!r}", url=url or context.url, field="starts_at", title=title
        )
    raw = " - ".join(text for text in (starts, ends or until) if text) or day.isoformat()
    opens, closes = _clock(starts, context.timezone), _clock(ends or until, context.timezone)
    attributes = [value for value in card.xpath(".//time/@datetime").getall() if re.fullmatch(r"\d{1,2}:\d{2}", value)]
    if opens is None and attributes:
        opens, closes = (_wall(value) for value in (*attributes[:2], "")[:2])
    last = _last_day(ends, day)
    zone = context.timezone
    if opens is None:
        ends_at = end_of_day(last, zone) if last is not None else None
        return Occurrence(starts_at=local(day, None, zone), ends_at=ends_at, timezone=zone, time_known=False), raw
    starts_at = local(day, opens, zone)
    return Occurrence(starts_at=starts_at, ends_at=_end(starts_at, last or day, closes, zone), timezone=zone), raw


def _first(card: Selector, name: str) -> str:
    return text_of(next(iter(card.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")), None))


def _end(starts_at: datetime, day: date, closes: time | None, zone: str) -> datetime | None:
    if closes is None:
        return None
    ends_at = local(day, closes, zone)
    return ends_at if ends_at > starts_at else local(day + timedelta(days=1), closes, zone)


def _day(card: Selector) -> date | None:
    for text in _days(card):
        try:
            day = read_iso(text)
        except BadRecord:
            continue
        return day.date() if isinstance(day, datetime) else day
    return None


def _days(card: Selector) -> Iterator[str]:
    yield from (value for value in card.xpath(".//time/@datetime").getall() if value.count("-") == 2)
    for cell in (_DAY_CELL, _MOBILE_CELL):
        yield from (value[-10:] for value in card.xpath(cell).getall())


def _clock(text: str, zone: str) -> time | None:
    """The hour of a text; None if it is missing or unclear."""
    try:
        starts = read_times(text, zone=zone).starts
    except BadRecord:
        return None
    return starts[0] if len(starts) == 1 else None


def _wall(attribute: str) -> time | None:
    """The time of `datetime="18:00"`, in 24-hour form."""
    hour, _, minute = attribute.partition(":")
    return time(int(hour), int(minute)) if minute and int(hour) < 24 and int(minute) < 60 else None


def _last_day(text: str, first: date) -> date | None:
    """The last day from a text such as `September 7 @ 1:00 am`; None if it has no readable date after `first`."""
    try:
        last = read_dates(text, now=first).first
    except BadRecord:
        return None
    return last if first <= last <= first + timedelta(days=730) else None

"""Reads the cards of a Squarespace events page: `article.eventlist-event`."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from parsel import Selector

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.reading.contract import Context
from scrapers.reading.dates import end_of_day, local, read_times
from scrapers.reading.problems import located
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.dates import DayTime, read_day_time
from scrapers.reading.text import absolute_url, attribute, image_of, plain_text, text_of


def _with(name: str) -> str:
    return f"*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


_TICKETS = re.compile(r"\b(?:tickets?|rsvp|register)\b", re.IGNORECASE)
_CARDS = f"//{_with('eventlist-event')}"
_META = f".//{_with('eventlist-meta')}"
_CLOCKS = ("event-time-24hr", "event-time-localized", "event-time-12hr")
"""Class names of the hours in order of preference: the 24-hour form is never ambiguous."""


def read_cards(page: Selector, context: Context, problems: list[BadRecord]) -> list[EventItem]:
    """The events of a page's cards, upcoming and past, in page order. `uid` is the path of the event's page."""
    events = []
    for card in page.xpath(_CARDS):
        try:
            events.append(_card(card, context))
        except BadRecord as problem:
            problems.append(located(problem, context, field="starts_at"))
    return events


def _first(card: Selector, name: str) -> Selector | None:
    return next(iter(card.xpath(f".//{_with(name)}")), None)


def _card(card: Selector, context: Context) -> EventItem:
    link = _first(card, "eventlist-title-link") or _first(card, "eventlist-title")
    title = text_of(link)
    url = absolute_url(attribute(link, "href") or link.xpath(".//@href").get(), context.url) if link else None
    uid = unquote(urlsplit(url).path).strip("/") if url else ""
    if not title or not uid:
        found = f"a card without {'an address' if title else 'a title'}: {text_of(card)[:80]!r}"
        raise BadRecord(found, url=url or "", field="uid" if title else "title")
    standing = status_of_title(title) | status_of_label(text_of(_first(card, "eventlist-datetag-status")))
    status = standing.status or EventStatus.SCHEDULED
    occurrence, raw = _occurrence(card, title, url or "", status, context)
    markup = _first(card, "eventlist-description") or _first(card, "eventlist-excerpt")
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=None if markup is None else plain_text(markup.get()) or None,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(occurrence,),
        venue=_venue(card, context),
        ticket_url=_ticket_url(card, context),
        image_url=image_of(_first(card, "eventlist-column-thumbnail"), context.url),
        raw={"starts_at": raw},
    )


def _occurrence(card: Selector, title: str, url: str, status: EventStatus, context: Context) -> tuple[Occurrence, str]:
    """The time of a card and the text it comes from. Days are in the `datetime` of `time` elements, hours only in their
    text.

    Squarespace calls every show that passes midnight "multiday": its end has its own day.
    """
    nodes = card.xpath(f"{_META}//time[contains(@class, 'event-date')]")
    days = [_day(node, title, url) for node in nodes]
    if not days:
        raise BadRecord(f"{title!r} has no date in its card", url=url, field="starts_at", title=title)
    raw = text_of(next(iter(card.xpath(f"{_META}/*[.//time[contains(@class, 'event-date')]]")), None))
    clocks = _clocks(card)
    zone = context.timezone
    start = _day_time(clocks[0], days[0]) if clocks else days[0]
    if start.clock is None:
        last = max(one.day for one in days)
        ends_at = end_of_day(last, zone) if last > start.day else None
        starts_at = local(start.day, None, zone)
        return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, time_known=False, status=status), raw
    starts_at = local(start.day, start.clock, zone)
    raw = f"{text_of(nodes[0])} {text_of(clocks[0])}"
    end = _day_time(clocks[1], days[-1]) if len(clocks) > 1 else None
    ends_at = local(end.day, end.clock, zone) if end is not None and end.clock is not None else None
    ends_at = ends_at if ends_at is not None and ends_at > starts_at else None
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, status=status), raw


def _day(node: Selector, title: str, url: str) -> DayTime:
    text = attribute(node, "datetime")
    found = read_day_time(text)
    if found is None:
        raise BadRecord(f"{title!r} has the date {text!r}", url=url, field="starts_at", title=title)
    return DayTime(found.day)


def _clocks(card: Selector) -> list[Selector]:
    """The elements of the start's hour and, if there is one, the end's, in the preferred form that the card has.

    A card of one day wraps both in one element with that class; if the event passes midnight, each has the class.
    """
    for name in _CLOCKS:
        inner = card.xpath(f"{_META}//{_with(name)}/time")
        if found := inner or card.xpath(f"{_META}//time[contains(concat(' ', @class, ' '), ' {name} ')]"):
            return list(found)
    return []


def _day_time(node: Selector, day: DayTime) -> DayTime:
    """An hour with the day of its own `datetime`, else with `day`. The hour is None if the text is unclear ("7:30")."""
    own = read_day_time(attribute(node, "datetime"))
    try:
        starts = read_times(text_of(node)).starts
    except BadRecord:
        starts = ()
    return DayTime(own.day if own is not None else day.day, starts[0] if len(starts) == 1 else None)


def _ticket_url(card: Selector, context: Context) -> str | None:
    """The link of the first button in the description that is for tickets: "buy tickets", "RSVP"."""
    for button in card.xpath(f".//{_with('sqs-block-button-element')}[@href]"):
        if _TICKETS.search(text_of(button)):
            return absolute_url(attribute(button, "href"), context.url)
    return None


def _venue(card: Selector, context: Context) -> Venue | None:
    """The name comes before "(map)"; the link for Google Calendar has the address on one line."""
    node = _first(card, "eventlist-meta-address")
    name = text_of(node).removesuffix("(map)").strip() if node is not None else ""
    export = _first(card, "eventlist-meta-export-google")
    link = absolute_url(attribute(export, "href"), context.url) if export is not None else None
    address = next(iter(parse_qs(urlsplit(link or "").query).get("location", [])), "").strip()
    return Venue(name=name or None, address=address or None) if name or address else None

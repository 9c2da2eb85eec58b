"""Reads shows that an editor typed into a list block of a Squarespace page (`user-items-list`)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import time
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from parsel import Selector

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, end_of_day, local, read_dates, read_times
from scrapers.reading.json_text import lenient_json
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.event import fingerprint
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.text import absolute_url, attribute, host_of, plain_text

_LISTS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' user-items-list-item-container ')]"
_DATED_TITLE = re.compile(r"(\d{1,2}/\d{1,2}(?:/\d{2,4})?)\s*[-–—:|]\s+(\S.{0,300})\Z")
_TICKETS = re.compile(r"\b(?:tickets?|rsvp|register|registration|reserve|sold[ -]out)\b", re.IGNORECASE)
_LABELED = re.compile(r"(?<![a-z])(?:doors?|shows?|starts?|music|curtain)(?![a-z])", re.IGNORECASE)
_LONGEST_DATE = 80


@dataclass(frozen=True, slots=True)
class _Show:
    """A show's title and date. `clock` None: the hour is unknown. `raw`: the text of the date."""

    title: str
    span: DateSpan
    clock: time | None
    raw: str


def read_lists(page: Selector, context: Context, problems: list[BadRecord]) -> list[EventItem]:
    """The items of a page's list blocks that are shows: those with a date and a button for tickets.

    The same block is used for news, staff, and menus, so other items are skipped without a problem. `uid` is the path
    of the page that the button links to on this site; a fingerprint if tickets are on another site or two items share
    a page.
    """
    events: list[EventItem] = []
    for block in page.xpath(_LISTS):
        document = lenient_json(attribute(block, "data-current-context"))
        if not isinstance(document, dict):
            found = "a list block with unreadable data"
            problems.append(BadRecord(found, url=context.url, source=context.source, field="data-current-context"))
            continue
        for item in as_list(document.get("userItems")):
            event = _event(item, context) if isinstance(item, dict) else None
            events += [] if event is None else [event]
    paths = Counter(event.uid for event in events)
    return [event if paths[event.uid] == 1 else _by_fingerprint(event) for event in events]


def _by_fingerprint(event: EventItem) -> EventItem:
    return replace(event, uid=fingerprint(event.title, event.occurrences))


def _event(item: dict[str, Any], context: Context) -> EventItem | None:
    button = item.get("button")
    button = button if isinstance(button, dict) else {}
    link = absolute_url(first_text(button.get("buttonLink")), context.url)
    show = _show(item, context)
    if show is None or link is None or not _TICKETS.search(f"{button.get('buttonText')} {link}"):
        return None
    standing = status_of_title(show.title)
    status = standing.status or EventStatus.SCHEDULED
    zone = context.timezone
    event = EventItem(
        uid=unquote(urlsplit(link).path).strip("/"),
        title=show.title,
        url=link if host_of(link) == host_of(context.url) else None,
        description=plain_text(first_text(item.get("description")) or "") or None,
        status=status,
        sold_out=standing.sold_out or status_of_label(first_text(button.get("buttonText")) or "").sold_out,
        occurrences=_occurrences(show, zone, status),
        ticket_url=link,
        image_url=absolute_url(first_text(item.get("image"), "assetUrl"), context.url),
        raw={"starts_at": show.raw},
    )
    return event if event.url and event.uid else _by_fingerprint(event)


def _occurrences(show: _Show, zone: str, status: EventStatus) -> tuple[Occurrence, ...]:
    """One per day; for a range, whose days in between are unknown, one from its first day to its last."""
    clock = show.clock
    if show.span.is_range:
        first, ends_at = local(show.span.first, None, zone), end_of_day(show.span.last, zone)
        return (Occurrence(starts_at=first, ends_at=ends_at, timezone=zone, time_known=False, status=status),)
    return tuple(
        Occurrence(starts_at=local(day, clock, zone), timezone=zone, time_known=clock is not None, status=status)
        for day in show.span.days
    )


def _show(item: dict[str, Any], context: Context) -> _Show | None:
    """Reads a date at the start of the title ("5/14 - Name") or in the description ("OCTOBER 9, 2026 | ALL AGES").

    An hour counts only with a word for what happens then: on a recorded bowling club's page, the bare "6:00PM" of each
    item was when the doors open, and the first show began at 6:30 p.m.
    """
    title = line(item.get("title"))
    if title is None:
        return None
    lines = plain_text(first_text(item.get("description")) or "").splitlines()
    parts = [part.strip() for text in lines for part in text.split("|")]
    if found := _DATED_TITLE.match(title):
        span = _span(found[1], context)
        return _Show(found[2], span, _clock(parts), found[1]) if span else None
    for part in parts:
        if span := _span(part, context):
            return _Show(title, span, _clock(parts), " | ".join(parts)[:200])
    return None


def _span(text: str, context: Context) -> DateSpan | None:
    """The days that a text names; None if it isn't a date."""
    if not 3 < len(text) <= _LONGEST_DATE:
        return None
    try:
        return read_dates(text, now=context.now.astimezone(ZoneInfo(context.timezone)).date())
    except BadRecord:
        return None


def _clock(parts: list[str]) -> time | None:
    for part in parts:
        if len(part) <= _LONGEST_DATE and _LABELED.search(part):
            try:
                starts = read_times(part).starts
            except BadRecord:
                continue
            if len(starts) == 1:
                return starts[0]
    return None

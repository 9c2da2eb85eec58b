"""Reads a site with The Events Calendar (Tribe): REST JSON, or an HTML view with its JSON-LD."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.platforms.tribe.addresses import (
    EXPORT_CAP,
    month_feed_url,
    next_rest_url,
    post_id_of_uid,
    rest_total,
    rest_url,
)
from scrapers.platforms.tribe.rest import read_rest
from scrapers.platforms.tribe.views import read_cards
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.dates import read_day_time
from scrapers.reading.structured.same_event import fill
from scrapers.reading.text import text_of
from scrapers.reading.windows import within

__all__ = [
    "EXPORT_CAP",
    "month_feed_url",
    "next_rest_url",
    "post_id_of_uid",
    "read_events",
    "rest_total",
    "rest_url",
]

_VIEW = "//*[contains(concat(' ', normalize-space(@class), ' '), ' tribe-events-view ')]"
_NO_EVENTS = "//*[contains(@class, 'tribe-events-c-messages__message') or contains(@class, 'tribe-events-notices')]"
_DAY_CELLS = "//*[starts-with(@id, 'tribe-events-calendar-day-')]"
_SINGLE_STATUS = "//*[contains(@class, 'tribe-events-status-single')]"
_POST_ID = re.compile(r"(?:^|\s)postid-(\d{1,19})(?=\s|$)")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a REST answer, or of an HTML month, list, day, photo, or single-event page.

    On pages, JSON-LD and cards are joined by address: the JSON-LD has the exact times; the cards have all events
    (JSON-LD may have only some), their post ids, status labels, and prices. `uid` is the WordPress post id, the same in
    REST, HTML, and (by `post_id_of_uid`) iCalendar, or the slug of the address if a page shows no id.

    Raises PageChanged for a page without signs of the plugin, and for a view without events that doesn't say so.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.JSON:
        reading = read_rest(text, context)
        return replace(reading, events=within(reading.events, context.window))
    require_html(text, context)
    return _read_page(text, context)


def _read_page(text: str, context: Context) -> Reading:
    if "tribe-events" not in text and "tribe_events" not in text:
        raise PageChanged("no sign of The Events Calendar on the page", url=context.url, source=context.source)
    tree = page_tree(text, context)
    page = Selector(root=tree, type="html")
    structured = jsonld.read_page(tree, replace(context, window=None))
    problems: list[BadRecord] = list(structured.problems)
    cards = read_cards(page, context, problems)
    events = _joined(list(structured.events), cards, context)
    if len(events) == 1 and not cards:
        events = [_of_single_page(events[0], page)]
    if not events and not problems and _is_unexplained(page):
        raise PageChanged("an events view without any known card", url=context.url, source=context.source)
    return Reading(events=within(events, context.window), problems=tuple(problems))


def _is_unexplained(page: Selector) -> bool:
    """Whether a page without events is a view that neither says it has none nor is an empty month."""
    return bool(page.xpath(_VIEW)) and not page.xpath(_NO_EVENTS) and not page.xpath(_DAY_CELLS)


def _joined(structured: list[EventItem], cards: list[EventItem], context: Context) -> list[EventItem]:
    """The cards in page order, each joined with the JSON-LD of its address, then the JSON-LD events without a card."""
    by_address: dict[str, EventItem] = {_address(event): event for event in structured if event.url}
    joined = []
    for card in cards:
        same = by_address.pop(_address(card), None)
        joined.append(card if same is None else _of_both(same, card, context))
    return joined + [event for event in structured if not event.url or _address(event) in by_address]


def _address(event: EventItem) -> str:
    return unquote((event.url or "").partition("#")[0]).rstrip("/")


def _of_both(structured: EventItem, card: EventItem, context: Context) -> EventItem:
    if len(structured.occurrences) != 1:
        return replace(fill(structured, replace(card, occurrences=())), uid=card.uid)
    if _has_frozen_offset(structured, card, context.timezone):
        structured = replace(structured, occurrences=card.occurrences)
    return replace(fill(structured, card), uid=card.uid)


def _has_frozen_offset(structured: EventItem, card: EventItem, zone: str) -> bool:
    """Whether the JSON-LD has the hour that the card shows, but with the offset of the other half of the year.

    A site set to "UTC-4" instead of a city also writes `-04:00` in winter, as a recorded water authority's does: the
    hour that it shows is right. Offsets of other zones count.
    """
    shown = card.occurrences[0]
    start = read_day_time(structured.raw.get("starts_at", ""))
    if start is None or start.clock is None or start.offset is None or not shown.time_known:
        return False
    wall = shown.starts_at.astimezone(ZoneInfo(zone))
    if (wall.date(), wall.time()) != (start.day, start.clock) or shown.starts_at == structured.occurrences[0].starts_at:
        return False
    year = (datetime(wall.year, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return start.offset.utcoffset(None) in year


def _of_single_page(event: EventItem, page: Selector) -> EventItem:
    """The event with the post id from the body's class and the page's status label."""
    found = _POST_ID.search(page.xpath("string(//body/@class)").get() or "")
    label = " ".join(f"{text_of(node)} {node.xpath('@class').get()}" for node in page.xpath(_SINGLE_STATUS))
    status = status_of_label(label).status
    if status is not None and event.status is EventStatus.SCHEDULED:
        event = replace(
            event, status=status, occurrences=tuple(replace(one, status=status) for one in event.occurrences)
        )
    return event if found is None else replace(event, uid=found[1])

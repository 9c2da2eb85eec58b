"""Reads a Squarespace site's answers: JSON of an events page or a month, or an HTML page with one or more events."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from lxml import html
from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.platforms.squarespace.cards import read_cards
from scrapers.platforms.squarespace.json_collection import known_zone, next_page, read_json
from scrapers.platforms.squarespace.lists import read_lists
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree
from scrapers.reading.windows import within

__all__ = ["next_page", "read_events"]

_TRACE = re.compile(r"squarespace", re.IGNORECASE)
_ZONE = re.compile(r'"timeZone"\s*:\s*"([A-Za-z_]+/[A-Za-z_+/-]{1,40})"')


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `?format=json`, of `/api/open/GetItemsByMonth`, or of a page.

    `uid` is the path of the event's page (`events/2026/8/8/open-mic`), because a collection may repeat the last segment
    for each date. Items of list blocks without a page get a fingerprint.
    Times are in the zone that the site names, else in the context's. JSON and HTML also have past events, which the
    window removes.

    A page without events is fine, since pages of other kinds (JSON types 1 and 10) look the same. Raises PageChanged
    for a collection that counts items but shows none, and for a page that isn't from Squarespace.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.JSON:
        reading = read_json(text, context)
    else:
        require_html(text, context)
        reading = _read_page(text, context)
    unique = {event.uid: event for event in reversed(reading.events)}
    return Reading(events=within(list(unique.values())[::-1], context.window), problems=reading.problems)


def _read_page(text: str, context: Context) -> Reading:
    if not _TRACE.search(text):
        raise PageChanged("no sign of Squarespace on the page", url=context.url, source=context.source)
    tree = page_tree(text, context)
    inside = replace(context, timezone=_zone(tree) or context.timezone, window=None)
    structured = jsonld.read_page(tree, inside)
    problems: list[BadRecord] = list(structured.problems)
    page = Selector(root=tree, type="html")
    cards = [*read_cards(page, inside, problems), *read_lists(page, inside, problems)]
    return Reading(events=(*(_by_path(event) for event in structured.events), *cards), problems=tuple(problems))


def _zone(tree: html.HtmlElement) -> str | None:
    """The `website.timeZone` in the script that sets SQUARESPACE_CONTEXT."""
    for script in tree.iter("script"):
        if script.text and "SQUARESPACE_CONTEXT" in script.text and (found := _ZONE.search(script.text)):
            return known_zone(found[1])
    return None


def _by_path(event: EventItem) -> EventItem:
    path = unquote(urlsplit(event.url).path).strip("/") if event.url else ""
    return replace(event, uid=path) if path else event

"""Reads Wix Events: the viewer's JSON, or an HTML page with the data for its widgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html

from core.errors import BadRecord, PageChanged
from core.items import EventItem
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.platforms.wix.event import read_record
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.json_text import json_document, lenient_json
from scrapers.reading.page_tree import page_tree
from scrapers.reading.text import absolute_url, slug_of
from scrapers.reading.windows import within

_EVENTS_APP = "140603ad-af8d-84a5-2c80-a0f60cb47351"
"""The id of the Wix Events app, the same on every site."""

_WARMUP = "wix-warmup-data"


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a `paginated-events/viewer` answer, of a page with the Events widget, or of an event's own page.

    `uid` is the event's id. An event's own page has only JSON-LD, so there it is the slug of its address.
    A page without the widget is fine and has no events. Raises PageChanged for JSON of another shape and for pages that
    aren't from Wix.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.JSON:
        return _reading(_listed(json_document(text, context), context), {}, context)
    require_html(text, context)
    tree = page_tree(text, context)
    widgets = _widgets(tree, context)
    if widgets:
        records = [record for widget in widgets for record in _shown(widget)]
        return _reading(records, _addresses(tree, context), context)
    if _WARMUP not in text and "wixstatic.com" not in text:
        raise PageChanged("no sign of Wix on the page", url=context.url, source=context.source)
    return jsonld.read_page(tree, context)


def next_offset(body: bytes, context: Context, offset: int) -> int | None:
    """The viewer's next `offset` after the answer to `offset`; None after the last answer (`hasMore` false)."""
    document = json_document(decode(body, context), context)
    events = _listed(document, context)
    return offset + len(events) if document.get("hasMore") is True and events else None


def _listed(document: Any, context: Context) -> list[Any]:
    found = document.get("events") if isinstance(document, dict) else None
    if not isinstance(found, list):
        names = ", ".join(document)[:150] if isinstance(document, dict) else str(document)[:150]
        raise PageChanged(f"JSON without events: {names}", url=context.url, source=context.source, field="events")
    return found


def _widgets(tree: html.HtmlElement, context: Context) -> list[dict[str, Any]]:
    """The data for each Events widget on the page. A page may have several, with some of the same events."""
    for script in tree.iter("script"):
        if script.get("id") != _WARMUP:
            continue
        document = lenient_json(script.text or "")
        if not isinstance(document, dict):
            raise PageChanged("warm-up data that isn't JSON", url=context.url, source=context.source, field=_WARMUP)
        apps = document.get("appsWarmupData")
        widgets = apps.get(_EVENTS_APP) if isinstance(apps, dict) else None
        return [one for one in widgets.values() if isinstance(one, dict)] if isinstance(widgets, dict) else []
    return []


def _shown(widget: dict[str, Any]) -> Iterator[Any]:
    """The events of a widget, without the demo events of a site that has no events yet."""
    events = widget.get("events")
    events = events.get("events") if isinstance(events, dict) else events
    if isinstance(events, list) and widget.get("demoEvents") is not True:
        yield from events


def _addresses(tree: html.HtmlElement, context: Context) -> dict[str, str]:
    """The page's links to events, by their last segment. A widget's events may have no pages."""
    links = (absolute_url(link.get("href"), context.url) for link in tree.iter("a"))
    return {slug: link for link in links if link is not None and "/event-" in link and (slug := slug_of(link))}


def _reading(records: Iterable[Any], addresses: dict[str, str], context: Context) -> Reading:
    problems: list[BadRecord] = []
    events: dict[str, EventItem] = {}
    for record in records:
        try:
            event = read_record(record, addresses, context, problems)
        except BadRecord as problem:
            problems.append(problem)
        else:
            if event is not None:
                events.setdefault(event.uid, event)
    return Reading(events=within(events.values(), context.window), problems=tuple(problems))

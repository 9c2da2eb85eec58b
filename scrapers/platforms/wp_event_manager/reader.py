"""Reads an event's page of WP Event Manager, and its feed."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree
from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, Occurrence
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.bodies import TextKind, decode, kind_of, refuse_challenge, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import read_dates, read_times
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, place, read_each, when
from scrapers.reading.structured.dates import on_day
from scrapers.reading.text import slug_of, text_of

_SHOWN = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' wpem-single-event-sidebar-info ')]"
    "//*[contains(@class, 'wpem-event-date-time-text')]"
)
_ITEM = "//item[*[contains(name(), 'start_date')]]"
_NO_PLACE = "-"


def read_events(body: bytes, context: Context) -> Reading:
    """The event of a page, or the events of `/?feed=event_feed`. `uid` is the slug of the address.

    The feed's pubDate is the time of posting; `event_listing:start_date` is the local start. "-" as the place means
    none. Raises PageChanged for a page without the plugin's date, and for a feed without its fields.
    """
    text = decode(body, context)
    refuse_challenge(text, context)
    if kind_of(text) is TextKind.XML:
        return _read_feed(text, context)
    require_html(text, context)
    tree = page_tree(text, context)
    structured = jsonld.read_page(tree, context)
    if structured.events:
        return replace(structured, events=tuple(_without_no_place(event) for event in structured.events))
    page = Selector(root=tree, type="html")
    shown = text_of(next(iter(page.xpath(_SHOWN)), None))
    if not shown:
        raise PageChanged("no date of WP Event Manager", url=context.url, source=context.source)
    return read_each([{"page": page, "shown": shown}], _page_event, context)


def _without_no_place(event: EventItem) -> EventItem:
    return replace(event, venue=None) if event.venue is not None and event.venue.name == _NO_PLACE else event


def _page_event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    page: Selector = record["page"]
    url = page.xpath("//link[@rel='canonical']/@href").get() or context.url
    return event_of(
        Facts(
            uid=slug_of(url),
            title=page.xpath("//meta[@property='og:title']/@content").get()
            or text_of(next(iter(page.xpath("//h1")), None)),
            occurrences=(_written(record["shown"], context),),
            url=url,
            image_url=page.xpath("//meta[@property='og:image']/@content").get(),
            raw={"starts_at": record["shown"]},
        ),
        context,
    )


def _written(text: str, context: Context) -> Occurrence:
    day, _, hours = text.partition("@")
    return on_day(read_dates(day, now=context.now.date()).first, read_times(hours), context.timezone)


def _read_feed(text: str, context: Context) -> Reading:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(text.encode(), parser)
    if root is None or "rss" not in str(root.tag):
        raise PageChanged("XML that isn't a feed", url=context.url, source=context.source)
    items = [
        {etree.QName(field).localname: field.text for field in item if isinstance(field.tag, str)}
        for item in root.iter("item")
    ]
    if items and not any("start_date" in item for item in items):
        raise PageChanged("a feed without start_date", url=context.url, source=context.source)
    return read_each(items, _feed_event, context, title_at="title")


def _feed_event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    name = (record.get("location") or "").strip()
    url = (record.get("link") or "").strip()
    return event_of(
        Facts(
            uid=slug_of(url),
            title=record.get("title"),
            occurrences=(when(record.get("start_date"), record.get("end_date"), context),),
            url=url,
            description=record.get("description") or record.get("encoded"),
            venue=place(None if name == _NO_PLACE else name),
            organizer=record.get("organizer"),
            categories=(record.get("event_type"),),
            raw={"starts_at": record.get("start_date")},
        ),
        context,
    )

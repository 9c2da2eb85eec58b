"""Reads Eventbrite: organizer pages, event pages, and answers of the API."""

from __future__ import annotations

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, Venue
from scrapers.platforms.eventbrite.api import read_api_event
from scrapers.platforms.eventbrite.tickets import standing_of, ticket_price
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.json_text import json_document, lenient_json
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, inner, list_at, place, read_each, when
from scrapers.reading.structured.event import fingerprint
from scrapers.reading.structured.values import first_text
from scrapers.reading.text import text_of

_NEXT_DATA = "//script[@id='__NEXT_DATA__']/text()"
_TITLE = "//h1[@data-testid='event-title']"
_VENUE = "//*[@data-testid='location-info']//*[self::p or self::strong or self::h3][1]"


def read_events(body: bytes, context: Context) -> Reading:
    """The events of an organizer's page, of one event's page, or of an API answer.

    `uid` is the event's number, with which its address ends too. Drafts are left out. A price that isn't named is
    unknown, not free. Some event pages have schema.org data, others only a title and a time in UTC.

    Raises PageChanged for JSON of another shape and for a page of neither kind.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.JSON:
        document = json_document(text, context)
        if isinstance(document, dict) and "start" in document and "name" in document:
            return read_each([document], read_api_event, context, uid_at="id", title_at="name.text")
        return read_each(
            list_at(document, context, "events"), read_api_event, context, uid_at="id", title_at="name.text"
        )
    require_html(text, context)
    tree = page_tree(text, context)
    page = Selector(root=tree, type="html")
    props = inner(lenient_json(page.xpath(_NEXT_DATA).get() or "null"), "props", "pageProps")
    if isinstance(props.get("upcomingEvents"), list):
        return read_each(props["upcomingEvents"], _organizer_event, context, uid_at="id", title_at="name")
    structured = jsonld.read_page(tree, context)
    if structured.events or structured.problems:
        return structured
    title = text_of(next(iter(page.xpath(_TITLE)), None))
    if not title:
        raise PageChanged("neither an organizer's events nor an event's title", url=context.url, source=context.source)
    return read_each([{"page": page, "title": title}], _page_event, context)


def _organizer_event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    """An end like the start is a form nobody filled in."""
    start, end = (_moment(record, which) for which in ("start", "end"))
    tickets = inner(record, "ticket_availability")
    image = record.get("image")
    return event_of(
        Facts(
            uid=record.get("id") or number_of(first_text(record.get("url")) or ""),
            title=record.get("name"),
            occurrences=(when(start, None if end == start else end, context, zone=record.get("timezone")),),
            url=_without_query(record.get("url")),
            description=record.get("summary"),
            standing=standing_of(record),
            venue=_venue(inner(record, "primary_venue")),
            organizer=inner(record, "primary_organizer").get("name"),
            price=ticket_price(tickets),
            ticket_url=_without_query(record.get("url")),
            image_url=image.get("url") if isinstance(image, dict) else image,
            raw={"starts_at": start},
        ),
        context,
    )


def _moment(record: Record, which: str) -> str | None:
    day, hour = first_text(record.get(f"{which}_date")), first_text(record.get(f"{which}_time"))
    return f"{day}T{hour}" if day and hour else day


def _without_query(url: object) -> str | None:
    """`?aff=` says which page somebody came from."""
    return (first_text(url) or "").partition("?")[0] or None


def number_of(url: str) -> str | None:
    """The number at the end of an event's address."""
    number = url.partition("?")[0].rstrip("/").rpartition("-")[2]
    return number if number.isdecimal() else None


def _venue(record: Record) -> Venue | None:
    where = inner(record, "address")
    region = " ".join(filter(None, (first_text(where.get("region")), first_text(where.get("postal_code")))))
    return place(
        record.get("name"),
        where.get("address_1"),
        where.get("address_2"),
        where.get("city"),
        region,
        where.get("country"),
        latitude=where.get("latitude"),
        longitude=where.get("longitude"),
    )


def _page_event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    """An event page without schema.org data: its `time` elements have the start, and perhaps the end, in UTC."""
    page: Selector = record["page"]
    title: str = record["title"]
    moments = page.xpath("//time/@datetime").getall()
    canonical = page.xpath("//link[@rel='canonical']/@href").get() or context.url
    shown = text_of(next(iter(page.xpath("//time")), None))
    occurrences = (when(moments[0] if moments else None, None, context),)
    facts = Facts(
        uid=number_of(canonical) or number_of(context.url) or fingerprint(title, occurrences),
        title=title,
        occurrences=occurrences,
        url=canonical,
        description=page.xpath("//meta[@name='description']/@content").get(),
        venue=place(text_of(next(iter(page.xpath(_VENUE)), None))),
        organizer=text_of(next(iter(page.xpath("//*[contains(@class, 'OrganizerName')]")), None)),
        image_url=page.xpath("//meta[@property='og:image']/@content").get(),
        raw={"starts_at": shown},
    )
    return event_of(facts, context)

"""Reads the lists of Events Manager, and its feed."""

from __future__ import annotations

from collections.abc import Iterator

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, Occurrence
from scrapers.platforms.ics.reader import read_events as read_feed
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import end_of_day, local, read_dates, read_times
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, place, read_each, whole_days
from scrapers.reading.structured.dates import on_day
from scrapers.reading.text import attribute, image_of, slug_of, text_of

_ITEMS = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' em-event ')][.//*[contains(@class, 'em-item-title')]]"
)
_THEME_ITEMS = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' em-events-list ')]"
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' resentitem ')]"
)
_NO_EVENTS = "//*[contains(@class, 'em-no-results') or contains(@class, 'em-list-no-items')]"


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a list, also as the plugin's script loads it, or of its feed. `uid` is the slug of the address.

    A range of days without hours lasts from the first to the last; a range with hours is a run whose days the list
    doesn't name, so only its first day counts, and its last as the end. Some themes have a form of their own
    (`resentitem`), with an hour that doesn't say a.m. or p.m.: it is unknown then.

    Raises PageChanged for a page without a list.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.ICALENDAR:
        return read_feed(body, context)
    require_html(text, context)
    page = Selector(root=page_tree(text, context), type="html")
    items, themed = page.xpath(_ITEMS), page.xpath(_THEME_ITEMS)
    if not items and not themed and not page.xpath(_NO_EVENTS) and "em-events-list" not in text:
        raise PageChanged("no list of Events Manager", url=context.url, source=context.source)
    return read_each(_records(items, themed), _event, context)


def _records(items: list[Selector], themed: list[Selector]) -> Iterator[Record]:
    for item in items:
        yield {
            "item": item,
            "title": _first(item, "em-item-title"),
            "days": _first(item, "em-event-date"),
            "hours": _first(item, "em-event-time"),
            "place": _first(item, "em-event-location"),
            "prose": _first(item, "em-item-desc"),
        }
    for item in themed:
        title = _first(item, "resentitem-title")
        yield {"item": item, "title": title, "days": _first(item, "date-event"), "hours": _first(item, "time-event")}


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    item: Selector = record["item"]
    title, days, hours = (text_of(record.get(name)) for name in ("title", "days", "hours"))
    heading: Selector | None = record.get("title")
    links = [] if heading is None else heading.xpath(".//a/@href").getall()
    link = next(iter(links), None) or attribute(item, "data-href") or None
    where: Selector | None = record.get("place")
    name = address = None
    if where is not None:
        address = text_of(_first(where, "em-event-location-address"))
        name = text_of(next(iter(where.xpath(".//a")), None)) or text_of(where).removesuffix(address).strip()
    return event_of(
        Facts(
            uid=slug_of(link or "") or attribute(item, "data-event_id"),
            title=title,
            occurrences=(_occurrence(days, hours, context),),
            url=link,
            description=text_of(record.get("prose")),
            venue=place(name, address),
            image_url=image_of(item, context.url),
            raw={"starts_at": f"{days} {hours}".strip()},
        ),
        context,
    )


def _occurrence(days: str, hours: str, context: Context) -> Occurrence:
    span = read_dates(days, now=context.now.date())
    try:
        times = read_times(hours, zone=context.timezone)
    except BadRecord:
        times = read_times("")
    if not span.is_range:
        return on_day(span.first, times, context.timezone)
    if times.all_day:
        return whole_days(span.first, span.last, context.timezone)
    if len(times.starts) == 1 and times.ends is not None:
        starts_at = local(span.first, times.starts[0], context.timezone)
        return Occurrence(
            starts_at=starts_at, ends_at=local(span.last, times.ends, context.timezone), timezone=context.timezone
        )
    starts_at, ends_at = local(span.first, None, context.timezone), end_of_day(span.last, context.timezone)
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=context.timezone, time_known=False)


def _first(item: Selector, name: str) -> Selector | None:
    return next(iter(item.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")), None)

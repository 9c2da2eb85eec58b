"""Reads the calendar element of a Finalsite page, and the calendar's feed."""

from __future__ import annotations

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, Occurrence
from scrapers.platforms.ics.reader import read_events as read_feed
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, place, read_each, when
from scrapers.reading.text import text_of

_CALENDARS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' fsCalendar ')]"


def read_events(body: bytes, context: Context) -> Reading:
    """The events that the calendar elements of a page list, or the feed's.

    `uid` is the number before the times in `data-occur-id`: the dates of a series share it. An event without a time
    range lasts all day. Raises PageChanged for a page without a calendar element; an empty one is normal in summer.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.ICALENDAR:
        return read_feed(body, context)
    require_html(text, context)
    page = Selector(root=page_tree(text, context), type="html")
    calendars = page.xpath(_CALENDARS)
    if not calendars:
        raise PageChanged("no calendar element (fsCalendar)", url=context.url, source=context.source)
    return read_each([{"article": one} for one in calendars.xpath(".//article")], _event, context)


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    article: Selector = record["article"]
    link = next(iter(article.xpath(".//a[contains(@class, 'fsCalendarEventLink')]")), None)
    own = "" if link is None else link.xpath("@data-occur-id").get() or ""
    return event_of(
        Facts(
            uid=own.partition("_")[0],
            title=text_of(link) or text_of(_first(article, "fsTitle")),
            occurrences=(_occurrence(article, context),),
            url=None if link is None else link.xpath("@href").get(),
            description=text_of(_first(article, "fsDescription")),
            venue=place(text_of(_first(article, "fsLocation"))),
            raw={"starts_at": text_of(_first(article, "fsTimeRange")) or text_of(_first(article, "fsDate"))},
        ),
        context,
    )


def _occurrence(article: Selector, context: Context) -> Occurrence:
    day, start, end = (_moment(article, name) for name in ("fsDate", "fsStartTime", "fsEndTime"))
    if start is None:
        return when((day or "").partition("T")[0], None, context, all_day=True)
    return when(start, end, context)


def _moment(article: Selector, name: str) -> str | None:
    element = _first(article, name)
    return None if element is None else element.xpath("@datetime").get()


def _first(article: Selector, name: str) -> Selector | None:
    found = article.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
    return next(iter(found), None)

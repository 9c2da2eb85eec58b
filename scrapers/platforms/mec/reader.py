"""Reads the pages of Modern Events Calendar, and its feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsel import Selector

from core.errors import BadRecord, Doubt
from core.items import EventItem, Occurrence
from scrapers.platforms.ics.reader import read_events as read_feed
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import read_dates, read_times
from scrapers.reading.page_tree import page_tree
from scrapers.reading.problems import located
from scrapers.reading.structured.dates import on_day
from scrapers.reading.text import text_of
from scrapers.reading.windows import within

_DAY = "//*[contains(@class, 'mec-single-event-date')]//*[contains(@class, 'mec-start-date-label')]"
_LAST_DAY = "//*[contains(@class, 'mec-single-event-date')]//*[contains(@class, 'mec-end-date-label')]"
_HOURS = "//*[contains(@class, 'mec-single-event-time')]//*[contains(@class, 'mec-events-abbr')]"


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a page, or of the feed.

    A recorded page's schema.org data has the shown hour moved by the zone's offset: 8 p.m. became 13:00-07:00. So on
    the page of one event, the day and hours that it shows count, and a difference is reported.
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.ICALENDAR:
        return read_feed(body, context)
    require_html(text, context)
    tree = page_tree(text, context)
    page = Selector(root=tree, type="html")
    structured = jsonld.read_page(tree, replace(context, window=None))
    problems: list[BadRecord] = list(structured.problems)
    events = list(structured.events)
    if len(events) == 1:
        events = list(_as_shown(events[0], page, problems, context))
    return Reading(events=within(events, context.window), problems=tuple(problems))


def _as_shown(event: EventItem, page: Selector, problems: list[BadRecord], context: Context) -> Iterator[EventItem]:
    day, hours = (text_of(next(iter(page.xpath(path)), None)) for path in (_DAY, _HOURS))
    if not day or page.xpath(_LAST_DAY) or len(event.occurrences) != 1:
        yield event
        return
    try:
        shown = on_day(read_dates(day, now=context.now.date()).first, read_times(hours), context.timezone)
    except BadRecord as problem:
        problems.append(located(Doubt(problem.found, field="starts_at", title=event.title), context, url=event.url))
        yield event
        return
    structured = event.occurrences[0]
    if not shown.time_known or _agrees(shown, structured):
        yield event
        return
    if structured.time_known:
        problems.append(located(_difference(event, structured, f"{day} {hours}"), context, url=event.url))
    one = replace(shown, status=structured.status)
    yield replace(event, occurrences=(one,), raw={**event.raw, "starts_at": f"{day} {hours}"})


def _difference(event: EventItem, structured: Occurrence, shown: str) -> Doubt:
    found = f"the page shows {shown}, its schema.org data {structured.to_json()['starts_at']}: {event.title!r}"
    return Doubt(found, field="starts_at", title=event.title)


def _agrees(shown: Occurrence, structured: Occurrence) -> bool:
    return structured.time_known and shown.starts_at == structured.starts_at

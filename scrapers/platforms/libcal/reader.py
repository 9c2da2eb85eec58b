"""Reads LibCal's answers: the calendar's list as JSON, and the table widget of `api_events.php`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import end_of_day, local, read_dates, read_times
from scrapers.reading.json_text import json_document
from scrapers.reading.page_tree import page_tree
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.problems import located
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.text import absolute_url, plain_text, slug_of, text_of
from scrapers.reading.windows import within

Record = Mapping[str, Any]

_MARK = re.compile(r"(?:cancelled|canceled|postponed):\s*", re.IGNORECASE)
_TABLES = "//table[contains(concat(' ', normalize-space(@class), ' '), ' s-lc-ea-tb ')]"

_NO_EVENTS = re.compile(r"\bno (?:upcoming |scheduled |matching )?events\b", re.IGNORECASE)


def read_events(body: bytes, context: Context) -> Reading:
    """The events of an `/ajax/calendar/list` answer or of an `api_events.php` page.

    `uid` is the event's number, also the last segment of its address; each date of a series has its own. Times are
    wall-clock times in the source's zone. An event planned as an online event isn't "moved online".

    Raises PageChanged for JSON of another shape, and for a page with neither tables nor a notice that it has no events.
    """
    text = decode(body, context)
    problems: list[BadRecord] = []
    if kind_of(text) is TextKind.JSON:
        events = _read_each(_results(text, context), problems, context)
    else:
        require_html(text, context)
        events = _read_tables(text, problems, context)
    unique = {event.uid: event for event in reversed(events)}
    return Reading(events=within(list(unique.values())[::-1], context.window), problems=tuple(problems))


def next_page(body: bytes, context: Context, page: int) -> int | None:
    """The number of the list page after `page` (the first is 1); None after the last."""
    document = _document(decode(body, context), context)
    total, size = document.get("total_results"), document.get("perpage")
    if not isinstance(total, int) or not isinstance(size, int) or size < 1 or not document["results"]:
        return None
    return page + 1 if page * size < total else None


def _document(text: str, context: Context) -> dict[str, Any]:
    document = json_document(text, context)
    if not isinstance(document, dict) or not isinstance(document.get("results"), list):
        found = ", ".join(document)[:150] if isinstance(document, dict) else str(document)[:150]
        raise PageChanged(f"JSON without results: {found}", url=context.url, source=context.source, field="results")
    return document


def _results(text: str, context: Context) -> list[Any]:
    document = _document(text, context)
    results: list[Any] = document["results"]
    if document.get("status") in (0, False, "0", "error"):
        raise PageChanged(f"status {document['status']!r} of the list", url=context.url, source=context.source)
    return results


def _read_each(records: Iterable[Any], problems: list[BadRecord], context: Context) -> list[EventItem]:
    events = []
    for record in records:
        try:
            events.append(_event(record, context))
        except BadRecord as problem:
            problems.append(problem)
    return events


def _event(record: Any, context: Context) -> EventItem:
    if not isinstance(record, dict):
        raise _bad(context, "results", f"an event that isn't an object: {record!r}")
    full, uid = line(record.get("title")), first_text(record.get("id"))
    url = absolute_url(first_text(record.get("url")), context.url)
    if full is None or uid is None:
        missing = "title" if full is None else "uid"
        raise _bad(context, missing, f"an event without a {missing}: {record!r}", url)
    description = plain_text(first_text(record.get("description")) or "") or None
    place = _venue(line(record.get("location")), line(record.get("campus")))
    occurrence = _occurrence(record, full, url, context)
    standing, venue = with_notices(status_of_title(full), place, description, when_of([occurrence]))
    status = standing.status or EventStatus.SCHEDULED
    cost = line(record.get("registration_cost"))
    raw = {"starts_at": first_text(record.get("startdt")), "ends_at": first_text(record.get("enddt")), "price": cost}
    return EventItem(
        uid=uid,
        title=_unmarked(full),
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(replace(occurrence, status=status),),
        venue=venue,
        organizer=line(record.get("org")) or line(record.get("presenter")),
        price=read_price(cost, currency_of(context.timezone)) if cost else None,
        ticket_url=url if record.get("registration_enabled") is True else None,
        image_url=absolute_url(first_text(record.get("featured_image")), context.url),
        categories=tuple(name for entry in as_list(record.get("categories_arr")) if (name := line(entry, "name"))),
        raw={name: text for name, text in {**raw, "title": full}.items() if text},
    )


def _unmarked(title: str) -> str:
    return _MARK.sub("", title, count=1) or title


def _occurrence(record: Record, title: str, url: str | None, context: Context) -> Occurrence:
    text = first_text(record.get("startdt")) or ""
    start, end = schema_dates.read_day_time(text), schema_dates.read_day_time(first_text(record.get("enddt")) or "")
    if start is None:
        raise _bad(context, "starts_at", f"startdt {text!r} of {title!r} isn't a date", url, _unmarked(title))
    zone = context.timezone
    if record.get("all_day") in (True, 1, "1"):
        last = max(start.day, end.day) if end is not None else start.day
        starts_at = local(start.day, None, zone)
        return Occurrence(starts_at=starts_at, ends_at=end_of_day(last, zone), timezone=zone, all_day=True)
    return schema_dates.occurrence(start, end, zone)


def _venue(*rooms: str | None) -> Venue | None:
    """The room and the branch, in that order, as LibCal's own pages show them."""
    name = ", ".join(dict.fromkeys(room for room in rooms if room))
    return Venue(name=name) if name else None


def _read_tables(text: str, problems: list[BadRecord], context: Context) -> list[EventItem]:
    page = Selector(root=page_tree(text, context), type="html")
    tables = page.xpath(_TABLES)
    if not tables and not _NO_EVENTS.search(text_of(page)):
        raise PageChanged("no table.s-lc-ea-tb, and no 'no events'", url=context.url, source=context.source)
    events = []
    for table in tables:
        try:
            events.append(_row_event(table, context))
        except BadRecord as problem:
            problems.append(located(problem, context))
    return events


def _row(table: Selector, name: str) -> Selector | None:
    """The last cell of the row `s-lc-ea-<name>`; the first is its label."""
    row = f".//tr[contains(concat(' ', normalize-space(@class), ' '), ' s-lc-ea-{name} ')]"
    return next(iter(table.xpath(f"{row}/*[self::td or self::th][last()]")), None)


def _row_event(table: Selector, context: Context) -> EventItem:
    head = _row(table, "ttit")
    full = text_of(head)
    url = absolute_url(None if head is None else head.xpath(".//a/@href").get(), context.url)
    if not full:
        raise BadRecord(f"a table without a title: {text_of(table)[:80]!r}", field="title")
    if url is None or not slug_of(url):
        raise BadRecord(f"{full!r} has no address", field="uid")
    cells = {
        name: text_of(_row(table, name)) for name in ("from", "to", "tdat", "ttim", "tloc", "tcam", "tcat", "tpre")
    }
    description = text_of(_row(table, "tdes")) or None
    occurrence, raw = _row_occurrence(cells, full, url, context)
    place = _venue(cells["tloc"], cells["tcam"])
    standing, venue = with_notices(status_of_title(full), place, description, when_of([occurrence]))
    status = standing.status or EventStatus.SCHEDULED
    return EventItem(
        uid=slug_of(url),
        title=_unmarked(full),
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(replace(occurrence, status=status),),
        venue=venue,
        organizer=cells["tpre"] or None,
        categories=tuple(word for part in cells["tcat"].split(",") if (word := part.strip())),
        raw={"starts_at": raw, "title": full},
    )


def _row_occurrence(cells: Mapping[str, str], title: str, url: str, context: Context) -> tuple[Occurrence, str]:
    """The occurrence and the text it comes from: `From` and `To` as "11:00am Thursday, September 24, 2026", or a date
    and "1:00pm - 2:00pm"."""
    zone, now = context.timezone, context.now.date()
    try:
        if cells["from"]:
            start, end = _day_time(cells["from"], context), _day_time(cells["to"], context) if cells["to"] else None
            raw = " - ".join(text for text in (cells["from"], cells["to"]) if text)
            return schema_dates.occurrence(start, end, zone), raw
        day = read_dates(cells["tdat"], now=now).first
        hours = read_times(cells["ttim"], zone=zone)
    except BadRecord as problem:
        raise BadRecord(f"{problem.found} ({title!r})", url=url, field="starts_at", title=_unmarked(title)) from problem
    raw = f"{cells['tdat']} {cells['ttim']}".strip()
    return schema_dates.on_day(day, hours, zone), raw


def _day_time(text: str, context: Context) -> schema_dates.DayTime:
    starts = read_times(text, zone=context.timezone).starts
    return schema_dates.DayTime(read_dates(text, now=context.now.date()).first, starts[0] if len(starts) == 1 else None)


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)

"""Reads EventON's rows, on a page or in an answer of its calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, Occurrence
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import local
from scrapers.reading.json_text import json_document
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Record, read_each

_ROWS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' eventon_list_event ')][@data-time]"
_SPAN = re.compile(r"(\d{6,11})-(\d{6,11})")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of the rows. `uid` is the plugin's event id: the dates of a series share it.

    A row's schema.org data has the hour, but the day of the first date only. Its `data-time` has the day of this row's
    date, as Unix times: in older versions the wall clock as if it were UTC, in newer ones the true moment. The hour
    shows which. Where it fits neither, the row is skipped and reported.

    Raises PageChanged for an answer without rows, unless it says that it has no events, and for the answer to an
    expired key (`status` bad).
    """
    text = decode(body, context)
    if kind_of(text) is TextKind.JSON:
        text = _markup(json_document(text, context), context)
    else:
        require_html(text, context)
    page = Selector(root=page_tree(text, context), type="html")
    rows = page.xpath(_ROWS)
    if not rows and "eventon" not in text.lower():
        raise PageChanged("no rows of EventON", url=context.url, source=context.source)
    return read_each([{"row": row} for row in rows], _event, context)


def _markup(document: object, context: Context) -> str:
    fields = document if isinstance(document, dict) else {}
    markup = fields.get("html") or fields.get("content")
    if fields.get("status") == "bad" or not isinstance(markup, str):
        found = f"an answer of status {fields.get('status')!r} without rows"
        raise PageChanged(found, url=context.url, source=context.source)
    return f"<div class='eventon'>{markup}</div>"


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    row: Selector = record["row"]
    structured = jsonld.read_page(row.root, replace(context, window=None))
    own = row.xpath("@data-event_id").get() or ""
    if not structured.events:
        if structured.problems:
            raise structured.problems[0]
        raise BadRecord(f"the row of event {own} has no schema.org data", field="starts_at", uid=own)
    best = max(structured.events, key=lambda one: sum(bool(value) for value in (one.venue, one.description, one.url)))
    span = _SPAN.fullmatch((row.xpath("@data-time").get() or "").strip())
    if span is None:
        return replace(best, uid=own or best.uid)
    one = _dated(best.occurrences[0], int(span[1]), int(span[2]), best.title, own)
    return replace(best, uid=own or best.uid, occurrences=(replace(one, status=best.status),))


def _dated(one: Occurrence, start: int, end: int, title: str, uid: str) -> Occurrence:
    """The occurrence at the row's own date."""
    zone = ZoneInfo(one.timezone)
    as_wall, as_moment = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(start, zone)
    shown = one.starts_at.astimezone(zone).time()
    lasts = timedelta(seconds=end - start)
    if one.all_day or not one.time_known:
        day = as_wall.date() if as_wall.hour == 0 else as_moment.date()
        moved = local(day, None, zone)
        return replace(
            one, starts_at=moved, ends_at=None if one.ends_at is None else moved + (one.ends_at - one.starts_at)
        )
    if shown == as_wall.time():
        starts_at = local(as_wall.date(), as_wall.time(), zone)
    elif shown == as_moment.time():
        starts_at = as_moment
    else:
        found = f"{title!r} is at {shown:%H:%M}, but its data-time is {as_wall:%H:%M} or {as_moment:%H:%M}"
        raise BadRecord(found, field="starts_at", uid=uid, title=title, day=as_wall.date())
    if one.ends_at is None or lasts <= timedelta():
        return replace(one, starts_at=starts_at, ends_at=None)
    return replace(one, starts_at=starts_at, ends_at=(starts_at.astimezone(UTC) + lasts).astimezone(zone))

"""Reads LiveWhale's event list, and its feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence
from scrapers.platforms.ics.reader import read_events as read_feed
from scrapers.reading.bodies import TextKind, decode, kind_of
from scrapers.reading.contract import Context, Reading
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.records import Facts, Record, document_of, event_of, list_at, place, read_each, when, whole_days
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.dates import read_day_time
from scrapers.reading.structured.values import as_list, first_text, line


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/live/json/events`, also as a bare list, or of the feed. `uid` is the event's id, which the dates
    of a series share.

    Times have the offset of their day. An event that is planned as an online event isn't "moved online". Copies that
    other groups made have ids of their own (`parent` names the original), and are left out if the original is there.
    """
    if kind_of(decode(body, context)) is TextKind.ICALENDAR:
        return read_feed(body, context)
    document = document_of(body, context)
    records = list_at(document, context, *(("data",) if isinstance(document, dict) else ()))
    known = {first_text(one.get("id")) for one in records if isinstance(one, dict)}
    originals = [one for one in records if not isinstance(one, dict) or first_text(one.get("parent")) not in known]
    return read_each(originals, _event, context, uid_at="id", title_at="title")


def _hours(record: Record, context: Context) -> Occurrence:
    return when(record.get("date_iso"), record.get("date2_iso"), context)


def _days(record: Record, context: Context) -> Occurrence:
    """An end before the day's last minute may be the last day or the one after, so it says nothing."""
    one = when(record.get("date_iso"), None, context, all_day=True)
    end = read_day_time(first_text(record.get("date2_iso")) or "")
    if end is None or end.clock is None or end.clock < time(23, 59):
        return replace(one, ends_at=None)
    return whole_days(one.local_date, end.day, one.timezone)


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    cost = line(record.get("cost"))
    cancelled = EventStatus.CANCELLED if record.get("is_canceled") in (True, 1, "1") else None
    whole = record.get("is_all_day") in (True, 1, "1")
    online = record.get("is_online") in (True, 1, "1")
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("title"),
            occurrences=(_days(record, context) if whole else _hours(record, context),),
            url=record.get("url"),
            description=record.get("description") or record.get("summary"),
            standing=Standing(cancelled),
            venue=None if online else place(record.get("location")),
            organizer=record.get("group_title"),
            price=read_price(cost, currency_of(context.timezone)) if cost else None,
            image_url=record.get("thumbnail"),
            categories=as_list(record.get("event_types")),
            raw={"starts_at": record.get("date_iso"), "price": cost, "online": "is_online" if online else None},
        ),
        context,
    )

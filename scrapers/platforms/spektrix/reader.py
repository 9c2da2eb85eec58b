"""Reads Spektrix's lists of events and instances."""

from __future__ import annotations

from datetime import timedelta

from core.errors import BadRecord
from core.items import EventItem, EventStatus
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, inner, list_at, objects, read_each, when
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.dates import lasting
from scrapers.reading.structured.values import first_text


def read_events(body: bytes, context: Context) -> Reading:
    """The events of both lists together, `{"events": [...], "instances": [...]}`. `uid` is the event's id.

    Times are local; the duration is in minutes, 0 if nobody gave it. An instance says only which event it belongs to,
    and an event only its first and last date, so each list alone is of no use: PageChanged.
    """
    document = document_of(body, context)
    events = {first_text(one.get("id")): one for one in objects(list_at(document, context, "events"))}

    def make(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
        own = first_text(inner(record, "event").get("id"))
        if own not in events:
            raise BadRecord(f"an instance of the unknown event {own}", field="events", uid=own or "")
        return _event(record, events[own], context)

    return read_each(list_at(document, context, "instances"), make, context, uid_at="event.id")


def _event(instance: Record, event: Record, context: Context) -> EventItem:
    one = when(instance.get("start"), None, context)
    minutes = event.get("duration")
    if isinstance(minutes, int) and minutes > 0 and one.time_known:
        one = lasting(one, timedelta(minutes=minutes))
    cancelled = EventStatus.CANCELLED if instance.get("cancelled") is True else None
    return event_of(
        Facts(
            uid=event.get("id"),
            title=event.get("name"),
            occurrences=(one,),
            url=event.get("webEventUrl") or event.get("attribute_WebUrl"),
            description=event.get("description") or event.get("htmlDescription"),
            standing=Standing(cancelled),
            image_url=event.get("imageUrl"),
            raw={"starts_at": instance.get("start")},
        ),
        context,
    )

"""Reads the events of an Elfsight calendar widget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.errors import BadRecord, PageChanged
from core.items import EventItem, Occurrence, Venue
from scrapers.platforms.elfsight.repeats import is_repeating, repeated
from scrapers.reading.bodies import decode, refuse_challenge
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import zone_names
from scrapers.reading.json_text import json_document
from scrapers.reading.records import (
    Facts,
    Record,
    event_of,
    inner,
    instant_of,
    objects,
    place,
    read_each,
    when,
    whole_days,
)
from scrapers.reading.structured.dates import read_day_time
from scrapers.reading.structured.values import as_list, first_text

VERSION = 5
"""Raised when the same body gives other events, so that cached answers are read again."""

_JSONP = re.compile(r"\s*(?:/\*\*/)?\s*[\w.$]{1,60}\s*\((.*)\)\s*;?\s*", re.DOTALL)


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a `boot` answer, also as JSONP, or of a single event's record. `uid` is the event's id.

    The answer keeps past events. A recurrence is listed from yesterday to 13 months ahead, or in the context's window;
    a repeating event without a date there is left out. An end like the start is a form nobody filled in. Raises
    PageChanged without a calendar widget.
    """
    text = decode(body, context)
    refuse_challenge(text, context)
    wrapped = _JSONP.fullmatch(text)
    document = json_document(wrapped[1] if wrapped else text, context)
    if isinstance(document, dict) and "repeatPeriod" in document:
        return read_each(
            [document],
            lambda record, context, _: _event(record, {}, context),
            context,
            uid_at="event.id",
            title_at="event.name",
        )
    widgets = list(_widgets(document))
    if not widgets:
        raise PageChanged("no widget with events in the answer", url=context.url, source=context.source)
    records = [{"event": one, "settings": settings} for settings in widgets for one in as_list(settings["events"])]
    return read_each(records, _of_widget, context, uid_at="event.id", title_at="event.name")


def _widgets(document: Any) -> Iterator[Record]:
    for widget in inner(document, "data", "widgets").values():
        settings = inner(widget, "data", "settings")
        if isinstance(settings.get("events"), list):
            yield settings


def _of_widget(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    if not isinstance(record["event"], dict):
        raise BadRecord(f"an event that isn't an object: {record['event']!r}", field="events")
    return _event(record["event"], record["settings"], context)


def _event(record: Record, settings: Record, context: Context) -> EventItem | None:
    occurrences = _occurrences(record, context)
    if not occurrences:
        return None
    places, kinds, hosts = (_named(settings, name) for name in ("locations", "eventTypes", "hosts"))
    picture = inner(record, "coverImage").get("url") or inner(record, "image").get("url")
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("name"),
            occurrences=occurrences,
            description=record.get("description"),
            venue=_venue(_chosen(record.get("location"), places)),
            organizer=next((one.get("name") for one in _chosen(record.get("host"), hosts)), None),
            ticket_url=None if record.get("buttonVisible") is False else inner(record, "buttonLink").get("value"),
            image_url=picture,
            categories=[one.get("name") for one in _chosen(record.get("eventType"), kinds)],
            raw={"starts_at": " ".join(filter(None, _written(record.get("start"))))},
        ),
        context,
    )


def _named(settings: Record, name: str) -> Mapping[str, Record]:
    return {own: one for one in objects(settings.get(name)) if (own := first_text(one.get("id")))}


def _chosen(value: Any, known: Mapping[str, Record]) -> list[Record]:
    return [known[own] for one in as_list(value) if (own := first_text(one)) is not None and own in known]


def _venue(chosen: list[Record]) -> Venue | None:
    return place(chosen[0].get("name"), chosen[0].get("address")) if chosen else None


def _occurrences(record: Record, context: Context) -> tuple[Occurrence, ...]:
    zone = first_text(record.get("timeZone"))
    zone = zone if zone in zone_names() else context.timezone
    if isinstance(record.get("start"), int | float):
        one = when(_local(record.get("start"), zone), _local(record.get("end"), zone), context, zone=zone)
    else:
        (day, hour), (last, until) = _written(record.get("start")), _written(record.get("end"))
        whole = record.get("isAllDay") is True or inner(record, "start").get("type") == "date"
        if whole:
            first, final = read_day_time(day or ""), read_day_time(last or "")
            if first is None:
                raise BadRecord(f"the start {day!r} isn't a date", field="starts_at")
            one = whole_days(first.day, None if final is None else final.day, zone)
        else:
            start = f"{day}T{hour}" if hour else day
            end = f"{last}T{until}" if last and until else None
            one = when(start, None if end == start else end, context, zone=zone)
    return repeated(record, one, context) if is_repeating(record) else (one,)


def _written(value: Any) -> tuple[str | None, str | None]:
    fields = value if isinstance(value, dict) else {}
    return first_text(fields.get("date")), first_text(fields.get("time"))


def _local(value: Any, zone: str) -> str | None:
    """The local time of a Unix time in milliseconds, which the widget's form for shops has."""
    moment: datetime | None = instant_of(value, 1000)
    return None if moment is None else f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"

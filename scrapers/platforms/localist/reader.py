"""Reads Localist's answers: the JSON of its API, or an HTML page with JSON-LD and cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.platforms.localist.cards import is_localist, read_cards
from scrapers.reading.bodies import TextKind, decode, kind_of, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import end_of_day, local
from scrapers.reading.json_text import json_document
from scrapers.reading.page_tree import page_tree
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.problems import unknown_status
from scrapers.reading.records.series import joined
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.values import as_list, first_text, line, position_of
from scrapers.reading.text import absolute_url, plain_text, slug_of
from scrapers.reading.windows import within

Record = Mapping[str, Any]

_STATUSES = {
    "live": None,
    "canceled": EventStatus.CANCELLED,
    "cancelled": EventStatus.CANCELLED,
    "postponed": EventStatus.POSTPONED,
    "rescheduled": EventStatus.RESCHEDULED,
}


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/api/2/events`, of `/api/2/events/<id>`, or of a page.

    `uid` is the event's `urlname`, the slug of its address, which JSON and pages share. A list repeats an exhibit for
    each of its days: the copies become one event. One API call returns only the next dates of an event, so a reading
    never shows when a series ends.
    `experience: virtual` means that the event is online, not that it was moved there: it has no venue, and its status
    doesn't change.

    Raises PageChanged for JSON of another shape and for pages without signs of Localist.
    """
    text = decode(body, context)
    problems: list[BadRecord] = []
    if kind_of(text) is TextKind.JSON:
        events = _read_each(_records(text, context), problems, context)
    else:
        require_html(text, context)
        events = _read_page(text, problems, context)
    return Reading(events=within(joined(events), context.window), problems=tuple(problems))


def next_page(body: bytes, context: Context) -> int | None:
    """The number of the next page of an API list; None on the last. `page.total` counts pages, not events."""
    document = json_document(decode(body, context), context)
    page = document.get("page") if isinstance(document, dict) else None
    current, total = (page.get(name) for name in ("current", "total")) if isinstance(page, dict) else (None, None)
    return current + 1 if isinstance(current, int) and isinstance(total, int) and current < total else None


def _read_page(text: str, problems: list[BadRecord], context: Context) -> list[EventItem]:
    """The events of a page. JSON-LD has the exact times, but a page may have it for only some of its events."""
    tree = page_tree(text, context)
    if not is_localist(tree):
        raise PageChanged("no sign of Localist on the page", url=context.url, source=context.source)
    structured = jsonld.read_page(tree, replace(context, window=None))
    problems += structured.problems
    events = [replace(event, uid=slug_of(event.url or "") or event.uid) for event in structured.events]
    known = {event.uid for event in events}
    return events + [card for card in read_cards(tree, problems, context) if card.uid not in known]


def _records(text: str, context: Context) -> list[Any]:
    """The `event` objects of a list, or of an answer about one event."""
    document = json_document(text, context)
    entries = document.get("events", [document]) if isinstance(document, dict) else None
    if not isinstance(entries, list) or any(isinstance(entry, dict) and "event" not in entry for entry in entries):
        found = ", ".join(document)[:150] if isinstance(document, dict) else str(document)[:150]
        raise PageChanged(f"JSON without events: {found}", url=context.url, source=context.source, field="events")
    return [entry["event"] if isinstance(entry, dict) else entry for entry in entries]


def _read_each(records: Iterable[Any], problems: list[BadRecord], context: Context) -> list[EventItem]:
    events = []
    for record in records:
        try:
            if not isinstance(record, dict):
                raise _bad(context, "events", f"an event that isn't an object: {record!r}")
            if _is_published(record):
                events.append(_event(record, problems, context))
        except BadRecord as problem:
            problems.append(problem)
    return events


def _is_published(record: Record) -> bool:
    return not (
        record.get("private") is True
        or record.get("rejected") is True
        or record.get("publish_status", "published") not in ("published", None)
    )


def _event(record: Record, problems: list[BadRecord], context: Context) -> EventItem:
    url = absolute_url(first_text(record.get("localist_url")), context.url)
    title = line(record.get("title"))
    uid = first_text(record.get("urlname")) or slug_of(url or "") or first_text(record.get("id"))
    if title is None or uid is None:
        missing = "title" if title is None else "uid"
        raise _bad(context, missing, f"an event without a {missing}: {record!r}", url)
    description = plain_text(first_text(record.get("description_text") or record.get("description")) or "") or None
    place = None if record.get("experience") == "virtual" else _venue(record)
    dated = _occurrences(record, title, url, context)
    standing, venue = with_notices(status_of_title(title), place, description, when_of(dated))
    stated = first_text(record.get("status")) or "live"
    status = _STATUSES.get(stated.lower()) or status_of_label(stated).status or standing.status or EventStatus.SCHEDULED
    occurrences = tuple(replace(one, status=status) for one in dated)
    if stated.lower() not in _STATUSES:
        problems.append(unknown_status(stated, title, context, url=url))
    cost = line(record.get("ticket_cost"))
    filters = record.get("filters")
    experience = first_text(record.get("experience"))
    kinds = filters.get("event_types") if isinstance(filters, dict) else None
    raw = {
        "starts_at": " | ".join(first_text(one.get("start")) or "" for one in _instances(record)),
        "price": cost,
        "experience": experience,
        "room": line(record.get("room_number")),
        "online": experience if experience in ("virtual", "hybrid") else None,
    }
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=occurrences,
        venue=venue,
        organizer=line(record.get("group_name")) or line(record.get("groups"), "name"),
        price=_price(cost, record.get("free") is True, context),
        ticket_url=absolute_url(first_text(record.get("ticket_url")), context.url),
        image_url=absolute_url(first_text(record.get("photo_url")), context.url),
        categories=tuple(name for entry in as_list(kinds) if (name := line(entry, "name"))),
        last_modified=_modified(record),
        raw={name: text for name, text in raw.items() if text},
    )


def _instances(record: Record) -> list[Record]:
    entries = [entry for entry in as_list(record.get("event_instances")) if isinstance(entry, dict)]
    instances = [entry.get("event_instance", entry) for entry in entries]
    return [instance for instance in instances if isinstance(instance, dict)]


def _occurrences(record: Record, title: str, url: str | None, context: Context) -> list[Occurrence]:
    found = []
    for instance in _instances(record):
        text = first_text(instance.get("start")) or ""
        start, end = schema_dates.read_day_time(text), schema_dates.read_day_time(first_text(instance.get("end")) or "")
        if start is None:
            raise _bad(context, "starts_at", f"an instance of {title!r} starts at {text!r}", url, title)
        zone = context.timezone
        if instance.get("all_day") is True:
            last = max(start.day, end.day) if end is not None else start.day
            starts_at = local(start.day, None, zone)
            found.append(Occurrence(starts_at=starts_at, ends_at=end_of_day(last, zone), timezone=zone, all_day=True))
        else:
            found.append(schema_dates.occurrence(start, end, zone, utc_is_local=context.utc_is_local))
    if not found:
        raise _bad(context, "starts_at", f"{title!r} has no event_instances", url, title)
    return found


def _price(cost: str | None, free: bool, context: Context) -> Price | None:
    """The price from `ticket_cost` and the flag `free`. The flag counts if the text has no amount; if the text has
    amounts, they count, and whether the event is free stays unknown."""
    currency = currency_of(context.timezone)
    price = read_price(cost, currency) if cost else None
    if not free:
        return price
    if price is None or not price.max_cents:
        return Price(text=cost or "free", min_cents=0, max_cents=0, currency=currency, is_free=True)
    return replace(price, is_free=None)


def _venue(record: Record) -> Venue | None:
    name = line(record.get("location_name")) or line(record.get("location"))
    geo = record.get("geo")
    geo = geo if isinstance(geo, dict) else {}
    latitude, longitude = position_of(first_text(geo.get("latitude")), first_text(geo.get("longitude")))
    address = line(record.get("address"))
    if not (name or address):
        return None
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude)


def _modified(record: Record) -> datetime | None:
    moment = schema_dates.read_day_time(first_text(record.get("updated_at")) or "")
    if moment is None or moment.clock is None or moment.offset is None:
        return None
    return schema_dates.instant(moment, "UTC")


def _bad(context: Context, field: str, found: str, url: str | None = None, title: str = "") -> BadRecord:
    return BadRecord(found, url=url or context.url, source=context.source, field=field, title=title)

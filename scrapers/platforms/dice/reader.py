"""Reads the lists of events of DICE."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Price
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import local, read_times
from scrapers.reading.records import (
    Facts,
    Record,
    document_of,
    event_of,
    inner,
    list_at,
    objects,
    place,
    read_each,
    when,
)
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.structured.values import as_list, first_text, line

_DOORS = ("doors open", "doors")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/v1/events` or `/api/v2/events`. `uid` is the event's id.

    `date` is the start in UTC. Where the line-up says that the doors open then and names a later hour, the event starts
    at that hour. Prices are totals with fees, in hundredths.
    """
    return read_each(
        list_at(document_of(body, context), context, "data"), _event, context, uid_at="id", title_at="name"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    where = inner(record, "location")
    zone = first_text(record.get("timezone")) or first_text(where.get("place"))
    lineup = objects(record.get("lineup"))
    occurrence, doors = _start(when(record.get("date"), record.get("date_end"), context, zone=zone), lineup)
    region = " ".join(filter(None, (line(where.get("state")), line(where.get("zip")))))
    address = line(record.get("address"))
    images = inner(record, "event_images")
    cancelled = "cancelled" in as_list(record.get("flags"))
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("name"),
            occurrences=(occurrence,),
            url=record.get("url"),
            description=record.get("raw_description") or record.get("description"),
            standing=status_of_label(first_text(record.get("status")) or "")
            | Standing(EventStatus.CANCELLED if cancelled else None, record.get("sold_out") is True),
            venue=place(
                record.get("venue"),
                *([address] if address else [where.get("street"), where.get("city"), region, where.get("country")]),
                latitude=where.get("lat"),
                longitude=where.get("lng"),
            ),
            organizer=next((one.get("name") for one in objects(record.get("promoters"))), None),
            price=_price(record),
            ticket_url=record.get("url"),
            image_url=images.get("landscape") or images.get("square") or first_text(record.get("images")),
            categories=[text.partition(":")[2] or text for text in _tags(record)],
            raw={"starts_at": record.get("date"), "doors": doors},
        ),
        context,
    )


def _tags(record: Record) -> list[str]:
    return [text for name in ("type_tags", "genre_tags") for one in as_list(record.get(name)) if (text := line(one))]


def _start(one: Occurrence, lineup: list[Record]) -> tuple[Occurrence, str | None]:
    """The occurrence with the hour of the first act, if `date` is the doors'; and the doors' hour."""
    doors: str | None = None
    acts: list[time] = []
    for entry in lineup:
        written = line(entry.get("time"))
        if written is None:
            continue
        if (line(entry.get("details")) or "").lower() in _DOORS:
            doors = written
            continue
        try:
            acts += read_times(written).starts
        except BadRecord:
            continue
    try:
        opening = read_times(doors).starts if doors else ()
    except BadRecord:
        opening = ()
    clock = one.starts_at.astimezone(ZoneInfo(one.timezone)).time()
    if opening == (clock,) and acts and acts[0] > clock:
        starts_at = local(one.local_date, acts[0], one.timezone)
        if one.ends_at is None or starts_at < one.ends_at:
            return replace(one, starts_at=starts_at), doors
    return one, doors


def _price(record: Record) -> Price | None:
    totals = [
        total
        for ticket in objects(record.get("ticket_types"))
        if isinstance(total := inner(ticket, "price").get("total"), int)
    ]
    if not totals:
        return None
    low, high = min(totals), max(totals)
    text = f"{low / 100:.2f}" if low == high else f"{low / 100:.2f} - {high / 100:.2f}"
    currency = first_text(record.get("currency"))
    return Price(text=text, min_cents=low, max_cents=high, currency=currency, is_free=high == 0)

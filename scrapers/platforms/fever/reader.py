"""Reads the search answers of Fever."""

from __future__ import annotations

from core.errors import BadRecord
from core.items import EventItem, Occurrence, Price
from scrapers.reading.contract import Context, Reading
from scrapers.reading.prices import read_price
from scrapers.reading.records import (
    Facts,
    Record,
    by_epoch,
    document_of,
    event_of,
    instant_of,
    list_at,
    objects,
    place,
    read_each,
    when,
)
from scrapers.reading.structured.values import first_text, line


def read_events(body: bytes, context: Context) -> Reading:
    """The plans of an answer, each with its sessions. `uid` is the plan's id.

    A session's `startDate` is a Unix time. Its `startDateStr` is the local time with a wrong `+00:00`, and is only used
    where the other is missing. Gift cards and plans without sessions are left out. Several sessions at one time are
    tickets of different kinds.
    """
    return read_each(
        list_at(document_of(body, context), context, "hits"), _event, context, uid_at="id", title_at="name"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    sessions = objects(record.get("sessions"))
    if record.get("is_gift_card") in (1, True) or not sessions:
        return None
    found = [_occurrence(one, context) for one in sessions]
    places = [one for one in objects(record.get("venues_coordinates")) if one.get("is_hidden") is not True]
    where = places[0] if len(places) == 1 else {}
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("name"),
            occurrences=tuple({one.starts_at: one for one in sorted(found, key=lambda one: one.starts_at)}.values()),
            url=f"https://feverup.com/m/{own}" if (own := first_text(record.get("id"))) else None,
            venue=place(
                where.get("venue_name"), record.get("venue_city"), latitude=where.get("lat"), longitude=where.get("lng")
            ),
            organizer=record.get("partner"),
            price=_price(record),
            image_url=record.get("cover_image"),
            raw={"starts_at": " | ".join(filter(None, (line(one.get("startDateStr")) for one in sessions)))},
        ),
        context,
    )


def _occurrence(session: Record, context: Context) -> Occurrence:
    if instant_of(session.get("startDate")) is not None:
        return by_epoch(session.get("startDate"), None, context)
    return when(session.get("startDateStr"), None, context, utc_is_local=True)


def _price(record: Record) -> Price | None:
    text = line(record.get("price"))
    if text is None or record.get("hide_price") is True:
        return None
    return read_price(
        text.replace("From ", "From $", 1) if text[-1:].isdigit() else text, line(record.get("currency_code"))
    )

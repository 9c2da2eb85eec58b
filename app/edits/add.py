"""Adds events by hand and duplicates events, as the API and the command line do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.edits.given import Unreadable, read_given
from app.edits.recurrence import read_starts
from core.config import settings
from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from storage.access import audit
from storage.edits import by_hand
from storage.edits.correct import correct
from storage.edits.plan import LONGEST, EditRefused, Given, Refusal
from storage.edits.reads import read_fields, timezone_of
from storage.events.detail import read_event

BY_EDIT = ("categories", "featured")
"""Set by an edit: categories of the town aren't words of a source."""


def add(
    connection: Connection,
    given: Mapping[str, Any],
    *,
    repeat: str | None = None,
    by: str,
    because: str | None = None,
) -> int:
    """Adds an event. `given`: as for a correction, with `title` and `starts_at`. `repeat`: in words, or an RRULE.

    Returns its id. Raises EditRefused and RowsBusy.
    """
    zone = settings().timezone
    needed = {"title": None, "starts_at": None, **given}
    values, refusals = read_given(needed, zone)
    if refusals:
        raise EditRefused(refusals)
    item = new_item(values, zone, repeat)
    event_id = by_hand.add_event(connection, item, zone)
    chosen = {field: values[field] for field in BY_EDIT if values.get(field)}
    if chosen:
        correct(connection, event_id, chosen, by=by, because=because)
    after = {"title": item.title, "times": len(item.occurrences), "repeat": repeat, "reason": because}
    audit.record(connection, actor=by, action="add event", subject=f"event:{event_id}", after=after)
    return event_id


def duplicate(
    connection: Connection,
    event_id: int,
    given: Mapping[str, Any],
    *,
    repeat: str | None = None,
    by: str,
    because: str | None = None,
) -> int:
    """Adds an event like another one, with other times: what people see of it, except for what is given. Returns the
    new event's id. Raises LookupError, EditRefused, and RowsBusy."""
    found = read_fields(connection, event_id)
    if found is None or timezone_of(connection, event_id) is None:
        raise LookupError(f"There is no event {event_id}.")
    copied = {each.field: _again(each.field, each.shown) for each in found.fields if each.key is None}
    for skipped in ("status", "featured"):
        copied.pop(skipped, None)
    copied["categories"] = _town_categories(connection, found.event_id)
    because = because or f"a copy of event {found.event_id}"
    return add(connection, {**copied, **given}, repeat=repeat, by=by, because=because)


def _again(field: str, shown: Any) -> Any:
    """A field's value as a person would give it."""
    if field == "venue" and shown is not None:
        return {"name": shown["name"], "address": shown["address"]}
    return shown["text"] if field == "price" and shown is not None else shown


def _town_categories(connection: Connection, event_id: int) -> list[str]:
    event = read_event(connection, event_id)
    return [] if event is None else list(event.town_categories)


def new_item(values: Mapping[str, Given], zone: str, repeat: str | None) -> EventItem:
    """The event as it will be stored. Raises EditRefused."""
    first = _occurrence(values["starts_at"], values.get("ends_at"), zone)
    venue, price, status = values.get("venue"), values.get("price"), values.get("status")
    item = EventItem(
        uid=f"by-hand-{uuid4()}",
        title=str(values["title"]),
        status=status if isinstance(status, EventStatus) else EventStatus.SCHEDULED,
        venue=venue if isinstance(venue, Venue) else None,
        price=price if isinstance(price, Price) else None,
        occurrences=(first,) if repeat is None else tuple(_repeated(first, repeat, zone)),
    )
    texts: dict[str, Any] = {
        field: values.get(field) for field in ("description", "ticket_url", "url", "image_url", "organizer")
    }
    return replace(item, **texts)


def _occurrence(start: Given, end: Given, zone: str) -> Occurrence:
    starts_at = _moment(start, zone)
    ends_at = None if end is None else _moment(end, zone)
    if ends_at is not None and ends_at <= starts_at:
        raise EditRefused([Refusal("ends_at", end, "It would end before it starts: give a later end.")])
    if ends_at is not None and ends_at - starts_at > LONGEST:
        raise EditRefused([Refusal("ends_at", end, f"It would last {(ends_at - starts_at).days} days.")])
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, time_known=isinstance(start, datetime))


def _moment(value: Given, zone: str) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone))
    assert isinstance(value, date)
    return datetime.combine(value, time(), ZoneInfo(zone))


def _repeated(first: Occurrence, repeat: str, zone: str) -> Sequence[Occurrence]:
    """Each at the same local time, also after the clocks change."""
    local = ZoneInfo(zone)
    start = first.starts_at.astimezone(local).replace(tzinfo=None)
    lasts = timedelta() if first.ends_at is None else first.ends_at.astimezone(local).replace(tzinfo=None) - start
    try:
        starts = read_starts(repeat, start, local)
    except Unreadable as error:
        raise EditRefused([Refusal("repeat", repeat, str(error))]) from error
    return [
        replace(
            first,
            starts_at=one.replace(tzinfo=local),
            ends_at=None if first.ends_at is None else (one + lasts).replace(tzinfo=local).astimezone(UTC),
        )
        for one in starts
    ]

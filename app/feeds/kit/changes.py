"""Describes new events and changes to events in words, for a newsroom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.feeds import wording
from app.feeds.kit.entries import Entry
from app.feeds.kit.table import Cell
from core.items import EventStatus
from storage.events.recent import RecentEntry

COLUMNS = ("at", "event_id", "title", "source", "change", "field", "showing", "old", "new")
_LABELS = {
    "title": "title",
    "url": "page",
    "description": "description",
    "status": "status",
    "venue": "venue",
    "organizer": "organizer",
    "price_text": "price",
    "price_min_cents": "lowest price",
    "price_max_cents": "highest price",
    "price_currency": "currency",
    "is_free": "free of charge",
    "ticket_url": "tickets",
    "image_url": "picture",
    "categories": "categories",
    "starts_at": "start",
    "ends_at": "end",
    "all_day": "all day",
    "time_known": "hour known",
    "timezone": "zone",
}
_OWN = ("title", "venue", "url", "description")
"""Fields that an occurrence may have of its own. Without them, it has its event's."""
_ABOUT_HOURS = ("all_day", "time_known")
"""A day that gets an hour was stored as its midnight, which nobody announced."""
_LONGEST = 200
"""How many characters of a value are shown. Descriptions are longer."""


def changed_entries(recent: Iterable[RecentEntry], zone: str) -> list[Entry]:
    """An entry for each event, and one for each title that some of its occurrences have of their own, in the order of
    their first change. An event that was retitled has its last title. All are held in memory, so `recent` must be
    bounded.

    zone  IANA name, the zone of the times
    """
    alike: dict[tuple[int, str | None], list[RecentEntry]] = {}
    for one in recent:
        alike.setdefault((one.event_id, None if one.title == one.event_title else one.title), []).append(one)
    return [
        Entry(
            title=several[-1].title,
            points=tuple(dict.fromkeys(change(one, zone) for one in several)),
            details=(("Source", several[0].source),),
        )
        for several in alike.values()
    ]


def changed_rows(recent: Iterable[RecentEntry], zone: str) -> Iterator[dict[str, Cell]]:
    """A row for each change."""
    for one in recent:
        yield {
            "at": one.at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds"),
            "event_id": one.event_id,
            "title": one.title,
            "source": one.source,
            "change": change(one, zone),
            "field": one.field,
            "showing": showing(one, zone),
            "old": None if one.old is None else _old(one, zone),
            "new": None if one.new is None else _new(one, zone),
        }


def change(one: RecentEntry, zone: str) -> str:
    """`New`, `Price: $20, was $25`, `Moved from Saturday, November 28, 2026, 7:30 p.m. to Sunday, November 29, 2026, 8
    p.m.`, `Saturday, November 28, 2026, 7:30 p.m.: sold out`."""
    words = _change(one, zone)
    if one.occurrence_key is not None and one.field != "starts_at":
        return f"{showing(one, zone)}: {words}"
    return f"{words[0].upper()}{words[1:]}"


def _change(one: RecentEntry, zone: str) -> str:
    if one.field is None:
        return "new"
    if one.field == "withdrawn":
        return "no longer listed by its source" if one.new is True else "listed again"
    if one.field == "sold_out":
        return "sold out" if one.new is True else "no longer sold out"
    if one.field == "starts_at":
        return _start(one, zone)
    label = _LABELS.get(one.field, one.field.replace("_", " "))
    before = "" if one.old in (None, "", []) else f", was {_old(one, zone)}"
    now = _gone(one) if one.new in (None, "", []) else _new(one, zone)
    return f"{label}: {now}{before}"


def _start(one: RecentEntry, zone: str) -> str:
    now = _new(one, zone)
    if one.old is None:
        return f"new showing: {now}"
    before = _old(one, zone)
    return f"time announced: {now}" if now.startswith(f"{before}, ") else f"moved from {before} to {now}"


def _gone(one: RecentEntry) -> str:
    return "as for the whole event" if one.occurrence_key is not None and one.field in _OWN else "none"


def showing(one: RecentEntry, zone: str) -> str | None:
    """The day and hour that the occurrence had after the change, None if the event changed. They are in its key
    (`20261129T003000Z`, `20261129`), unless it moved. Other keys are returned unchanged."""
    key = one.occurrence_key
    if key is None:
        return None
    if one.starts_at is not None:
        return _hour(one.starts_at, zone, known=one.starts_at_hour_known and one.field not in _ABOUT_HOURS)
    try:
        return (
            _hour(datetime.fromisoformat(key), zone, known=True)
            if key.endswith("Z")
            else wording.day(date.fromisoformat(key))
        )
    except ValueError:
        return key


def _old(one: RecentEntry, zone: str) -> str:
    return value(one.field, one.old, zone, hour_known=one.old_hour_known)


def _new(one: RecentEntry, zone: str) -> str:
    return value(one.field, one.new, zone, hour_known=one.new_hour_known)


def value(field: str | None, logged: Any, zone: str, *, hour_known: bool | None = None) -> str:
    """A value from the change log for people: amounts in units, times in the zone, long text cut."""
    if isinstance(logged, bool):
        return "yes" if logged else "no"
    if field == "status" and logged in list(EventStatus):
        return EventStatus(logged).word
    if field in ("price_min_cents", "price_max_cents") and isinstance(logged, int):
        return wording.money(logged, None)
    if field in ("starts_at", "ends_at") and isinstance(logged, str):
        try:
            return _hour(datetime.fromisoformat(logged), zone, known=hour_known)
        except ValueError:
            return logged
    text = ", ".join(map(str, logged)) if isinstance(logged, list) else str(logged)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _hour(moment: datetime, zone: str, *, known: bool | None) -> str:
    """The day and the time, or only the day for midnight without a known hour, which is how a day is stored."""
    local = moment.astimezone(ZoneInfo(zone))
    day = wording.day(local.date())
    return day if local.time() == time() and not known else f"{day}, {wording.clock(local)}"

"""A calendar trap, and the functions that build one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.items import EventItem, EventStatus, Occurrence
from sandbox.ical_text import calendar, new_york_zone

NEW_YORK = ZoneInfo("America/New_York")
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sandbox//Traps//EN", "CALSCALE:GREGORIAN")


@dataclass(frozen=True, slots=True)
class Trap:
    """A feed with one difficulty. `events`: what a reader must find, without a window except for endless rules."""

    name: str
    body: bytes
    events: tuple[EventItem, ...]


def feed(*records: Iterable[str], head: Sequence[str] = (), zone: Sequence[str] | None = None) -> bytes:
    """A calendar of VEVENTs. `zone` replaces the VTIMEZONE of New York."""
    lines = [*HEAD, *head, *(new_york_zone(range(2025, 2030)) if zone is None else zone)]
    for record in records:
        lines += record
    return calendar([*lines, "END:VCALENDAR"])


def vevent(uid: str, summary: str, *lines: str) -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260105T150000Z", f"SUMMARY:{summary}", *lines, "END:VEVENT"]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time in New York."""
    return datetime.combine(day, time(hour, minute), NEW_YORK)


def zoned(name: str, moment: datetime) -> str:
    """`DTSTART;TZID=America/New_York:20261129T150000`."""
    return f"{name};TZID=America/New_York:{moment:%Y%m%dT%H%M%S}"


def in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def hours(starts: datetime, length: timedelta = timedelta(hours=2)) -> Occurrence:
    """The occurrence of an event that doesn't recur. `length` is in wall-clock time."""
    return Occurrence(starts_at=starts, ends_at=starts + length, timezone=str(starts.tzinfo))


def instance(
    original: datetime,
    *,
    starts: datetime | None = None,
    length: timedelta = timedelta(hours=2),
    status: EventStatus = EventStatus.SCHEDULED,
) -> Occurrence:
    """An instance of a recurring event, at its original time unless `starts` moves it."""
    begins = starts or original
    return Occurrence(
        starts_at=begins,
        ends_at=begins + length,
        timezone=str(original.tzinfo),
        recurrence_id=in_utc(original),
        status=status,
    )


def whole_days(first: date, days: int | None, *, recurring: bool = False) -> Occurrence:
    """An all-day occurrence. `days` None: the feed gives no usable end."""
    return Occurrence(
        starts_at=at(first, 0),
        ends_at=None if days is None else at(first + timedelta(days=days), 0),
        timezone=NEW_YORK.key,
        all_day=True,
        recurrence_id=f"{first:%Y%m%d}" if recurring else None,
    )


def event(
    uid: str,
    title: str,
    *occurrences: Occurrence,
    status: EventStatus = EventStatus.SCHEDULED,
    sequence: int | None = None,
) -> EventItem:
    return EventItem(uid=uid, title=title, status=status, occurrences=occurrences, sequence=sequence)


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def weekly(first: date, count: int, *, every: int = 1) -> list[date]:
    return [first + timedelta(weeks=every * index) for index in range(count)]

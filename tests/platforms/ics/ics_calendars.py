"""Calendars of a few lines for the tests of the iCalendar reader, and what they are read as."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.items import EventItem
from scrapers.platforms.ics.reader import read_events
from scrapers.reading.contract import Context, Reading, Window

NOW = datetime(2026, 10, 5, 15, tzinfo=UTC)


def context(**changes: Any) -> Context:
    values: dict[str, Any] = {
        "url": "https://hall.example/events/?ical=1",
        "timezone": "America/New_York",
        "now": NOW,
        "window": Window(),
        "source": "hall",
    }
    return Context(**(values | changes))


def calendar(*events: str, header: str = "", zones: str = "") -> bytes:
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    top = f"{header}\n" if header else ""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{top}{zones}{blocks}END:VCALENDAR\n".encode()


def read(*events: str, header: str = "", zones: str = "", **changes: Any) -> Reading:
    return read_events(calendar(*events, header=header, zones=zones), context(**changes))


def only(reading: Reading) -> EventItem:
    assert reading.problems == ()
    [event] = reading.events
    return event


def starts(event: EventItem) -> list[str]:
    return [one.to_json()["starts_at"] for one in event.occurrences]


SHOW = "UID:show@hall\nSUMMARY:Late Quartet\nDTSTART;TZID=America/New_York:20261010T200000"


def definition(name: str, onset: str = "BYMONTH=11;BYDAY=1SU", extra: str = "") -> str:
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\n{extra}BEGIN:STANDARD\nDTSTART:16011104T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0600\n"
        f"RRULE:FREQ=YEARLY;{onset}\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010311T020000\nTZOFFSETFROM:-0600\n"
        "TZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )


def dates(event: EventItem) -> list[str]:
    return [one.local_date.isoformat() for one in event.occurrences]

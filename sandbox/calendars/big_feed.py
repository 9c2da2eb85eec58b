"""A calendar of any size, for benchmarks and download limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

MOST_EVENTS = 200_000


def big_calendar(today: date, events: int) -> bytes:
    """A calendar with this many one-hour events, spread evenly over the next 300 days."""
    return "".join(_lines(today, events)).encode()


def _lines(today: date, events: int) -> Iterator[str]:
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sandbox//Big//EN\r\n"
    for number in range(events):
        day = today + timedelta(days=1 + number * 300 // events)
        hour = 14 + number % 8
        yield (
            f"BEGIN:VEVENT\r\nUID:big-{number}@feeds.example\r\nDTSTAMP:20260105T150000Z\r\n"
            f"DTSTART:{day:%Y%m%d}T{hour:02}0000Z\r\nDTEND:{day:%Y%m%d}T{hour + 1:02}0000Z\r\n"
            f"SUMMARY:Event number {number}\r\nLOCATION:Room {number % 40}\\, Bay House\r\n"
            f"DESCRIPTION:One of many\\, number {number} of {events}.\r\nEND:VEVENT\r\n"
        )
    yield "END:VCALENDAR\r\n"

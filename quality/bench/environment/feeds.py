"""The calendars that the benches read: a plain one of single events, and one of recurring events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

FIRST = datetime(2030, 1, 7, 19, 0)  # noqa: DTZ001  # local in the TZID
_ZONE = """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
TZNAME:EDT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
TZNAME:EST
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""
_RULES = (
    "RRULE:FREQ=WEEKLY;BYDAY=MO",
    "RRULE:FREQ=WEEKLY;BYDAY=TU,TH",
    "RRULE:FREQ=MONTHLY;BYDAY=2WE",
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
    "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=15",
)


def plain(count: int, *, name: str = "bench", changed: int = 0, first: datetime = FIRST) -> bytes:
    """Single events of two hours, spread over a year. `changed` of them, spread over the feed, have another title."""
    return _calendar(_plain, count, name, changed, first)


def recurring(count: int) -> bytes:
    """Endless series that began up to two years before, each with an exception."""
    return _calendar(_series, count, "bench", 0, FIRST)


def _calendar(
    event: Callable[[int, int, datetime], list[str]], count: int, name: str, changed: int, first: datetime
) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Marquee//Bench//EN", *_ZONE.splitlines()]
    for number in range(count):
        lines += ["BEGIN:VEVENT", f"UID:{name}-{number}@feeds.example", "DTSTAMP:20300101T120000Z"]
        lines += [*event(number, count, first), *_common(number, _is_changed(number, count, changed)), "END:VEVENT"]
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def _is_changed(number: int, count: int, changed: int) -> bool:
    return changed > 0 and number % max(1, count // changed) == 0


def _common(number: int, changed: bool) -> list[str]:
    """What real feeds carry, with an escaped comma and a fold."""
    return [
        f"SUMMARY:Chamber Evening No. {number}{' (new hall)' if changed else ''}",
        f"LOCATION:Hall {number % 40}\\, Bay House\\, 12 Bay Street\\, Sarasota\\, FL",
        "DESCRIPTION:An evening of chamber music\\, with works old and new\\, played by",
        "  the ensemble of the house and its guests.\\nSeats are numbered; the foyer o",
        f" pens an hour before the start. No. {number} of the season.",
        f"URL:https://feeds.example/event/{number}",
        "CATEGORIES:Music,Chamber",
        "LAST-MODIFIED:20300101T120000Z",
        "STATUS:CONFIRMED",
    ]


def _plain(number: int, count: int, first: datetime) -> list[str]:
    starts = first + timedelta(days=number * 360 // count)
    return _times(starts)


def _series(number: int, count: int, first: datetime) -> list[str]:
    starts = first - timedelta(days=730 - number * 730 // count)
    skipped = first + timedelta(days=number % 300)
    return [*_times(starts), _RULES[number % len(_RULES)], f"EXDATE;TZID=America/New_York:{skipped:%Y%m%dT%H%M%S}"]


def _times(starts: datetime) -> list[str]:
    ends = starts + timedelta(hours=2)
    return [
        f"DTSTART;TZID=America/New_York:{starts:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=America/New_York:{ends:%Y%m%dT%H%M%S}",
    ]

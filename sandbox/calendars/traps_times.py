"""Calendars with difficult times, zones, or encodings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.items import Occurrence
from sandbox.calendars.traps import (
    HEAD,
    NEW_YORK,
    Trap,
    at,
    event,
    feed,
    hours,
    in_utc,
    next_monday,
    vevent,
    whole_days,
    zoned,
)
from sandbox.ical_text import calendar, fall_back, spring_forward

CHICAGO = ZoneInfo("America/Chicago")


def time_traps(today: date) -> Iterator[Trap]:
    yield _floating(today)
    yield _calendar_zone(today)
    yield _windows_zone(today)
    yield _all_day(today)
    yield _lengths(today)
    yield _gap_and_overlap(today)
    yield from _encodings(today)
    yield _two_calendars(today)
    yield Trap("empty", feed(), ())


def _floating(today: date) -> Trap:
    """No zone anywhere: times are in the source's zone."""
    day = next_monday(today)
    uid, title = "floating@feeds.example", "Beach Clean-up"
    lines = (f"DTSTART:{day:%Y%m%d}T083000", f"DTEND:{day:%Y%m%d}T103000")
    return Trap("floating", feed(vevent(uid, title, *lines), zone=()), (event(uid, title, hours(at(day, 8, 30))),))


def _calendar_zone(today: date) -> Trap:
    """Times in UTC with an X-WR-TIMEZONE: they are shown in that zone."""
    starts = datetime.combine(next_monday(today), at(today, 19).time(), CHICAGO)
    uid, title = "x-wr-timezone@feeds.example", "Away Game"
    lines = (f"DTSTART:{in_utc(starts)}", f"DTEND:{in_utc(starts + timedelta(hours=2))}")
    body = feed(vevent(uid, title, *lines), head=("X-WR-TIMEZONE:America/Chicago",), zone=())
    return Trap("x-wr-timezone", body, (event(uid, title, hours(starts)),))


def _windows_zone(today: date) -> Trap:
    """Outlook's name for a zone, defined by rules in the file."""
    zone = (
        "BEGIN:VTIMEZONE",
        "TZID:Eastern Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )
    day = next_monday(today)
    uid, title = "windows-zone@feeds.example", "Council Workshop"
    lines = (
        f'DTSTART;TZID="Eastern Standard Time":{day:%Y%m%d}T133000',
        f"DTEND;TZID=Eastern Standard Time:{day:%Y%m%d}T153000",
    )
    body = feed(vevent(uid, title, *lines), zone=zone)
    return Trap("windows-zone", body, (event(uid, title, hours(at(day, 13, 30))),))


def _all_day(today: date) -> Trap:
    """An exclusive DTEND, no DTEND, and a DTEND on the same day, which some sites write."""
    day = next_monday(today)
    records, true = [], []
    for name, end, days in (
        ("three-days", day + timedelta(days=3), 3),
        ("no-end", None, None),
        ("same-day", day, None),
    ):
        uid, title = f"all-day-{name}@feeds.example", f"Seafood Days {name}"
        ends = [] if end is None else [f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
        records.append(vevent(uid, title, f"DTSTART;VALUE=DATE:{day:%Y%m%d}", *ends))
        true.append(event(uid, title, whole_days(day, days)))
    return Trap("all-day", feed(*records), tuple(true))


def _lengths(today: date) -> Trap:
    """DURATION instead of DTEND, and neither of them."""
    day = next_monday(today)
    long = vevent("duration@feeds.example", "Long Lunch", zoned("DTSTART", at(day, 12)), "DURATION:PT1H30M")
    open_end = vevent("no-end@feeds.example", "Open End", zoned("DTSTART", at(day, 21)))
    true = (
        event("duration@feeds.example", "Long Lunch", hours(at(day, 12), timedelta(hours=1, minutes=30))),
        event("no-end@feeds.example", "Open End", Occurrence(starts_at=at(day, 21), timezone=NEW_YORK.key)),
    )
    return Trap("lengths", feed(long, open_end), true)


def _gap_and_overlap(today: date) -> Trap:
    """2:30 on the night that skips it uses the offset before the gap; 1:30 on the night that has it twice is the first
    one (RFC 5545 3.3.5)."""
    soon = today + timedelta(days=2)
    spring = next(day for day in map(spring_forward, (today.year, today.year + 1)) if day >= soon)
    autumn = next(day for day in map(fall_back, (today.year, today.year + 1)) if day >= soon)
    skipped = datetime(spring.year, spring.month, spring.day, 7, 30, tzinfo=UTC).astimezone(NEW_YORK)
    twice = datetime(autumn.year, autumn.month, autumn.day, 5, 30, tzinfo=UTC).astimezone(NEW_YORK)
    records = [
        vevent("gap@feeds.example", "Skipped Hour", f"DTSTART;TZID=America/New_York:{spring:%Y%m%d}T023000"),
        vevent("overlap@feeds.example", "Hour Twice", f"DTSTART;TZID=America/New_York:{autumn:%Y%m%d}T013000"),
    ]
    true = [
        event("gap@feeds.example", "Skipped Hour", Occurrence(starts_at=skipped, timezone=NEW_YORK.key)),
        event("overlap@feeds.example", "Hour Twice", Occurrence(starts_at=twice, timezone=NEW_YORK.key)),
    ]
    return Trap("gap-and-overlap", feed(*records), tuple(true))


def _encodings(today: date) -> Iterator[Trap]:
    """The same feed as UTF-16 with a BOM, as UTF-8 with a BOM and blank lines in front, and with bare LF."""
    day = next_monday(today)
    for name in ("utf-16", "bom", "bare-lf"):
        uid, title = (
            f"{name}@feeds.example",
            "Café Ñandú – Música en vivo, 90 minutos de canciones junto al muelle viejo",
        )
        record = vevent(uid, title.replace(",", "\\,"), zoned("DTSTART", at(day, 20)), zoned("DTEND", at(day, 22)))
        text = feed(record).decode()
        body = {
            "utf-16": text.encode("utf-16"),
            "bom": b"\xef\xbb\xbf\r\n\r\n" + text.encode(),
            "bare-lf": text.replace("\r\n", "\n").encode(),
        }[name]
        yield Trap(name, body, (event(uid, title, hours(at(day, 20))),))


def _two_calendars(today: date) -> Trap:
    day = next_monday(today)
    bodies, true = [], []
    for number in range(2):
        uid, title, starts = f"calendar-{number}@feeds.example", f"Calendar {number + 1}", at(day, 15 + number)
        record = vevent(uid, title, zoned("DTSTART", starts), zoned("DTEND", starts + timedelta(hours=2)))
        bodies.append(calendar([*HEAD, *record, "END:VCALENDAR"]))
        true.append(event(uid, title, hours(starts)))
    return Trap("two-calendars", b"".join(bodies), tuple(true))

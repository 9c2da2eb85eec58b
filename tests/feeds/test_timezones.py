"""A VTIMEZONE agrees with the time zone database at every time that it covers."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from app.feeds.timezones import vtimezone
from scrapers.platforms.ics.timezones.vtimezone import parse_timezone

ODD = [
    *("America/New_York", "Europe/London", "Europe/Dublin", "Asia/Tokyo", "Etc/UTC", "Australia/Lord_Howe"),
    *("Africa/Cairo", "Africa/Casablanca", "America/Nuuk", "Asia/Gaza", "Asia/Kathmandu", "Pacific/Chatham"),
    *("America/Phoenix", "America/Sao_Paulo", "Antarctica/Troll", "Pacific/Apia", "America/St_Johns"),
]
SOME = random.Random(5).sample(sorted(available_timezones()), 12)


def offsets(block: bytes):
    text = block.decode().replace("\r\n ", "").replace("\r\n", "\n")
    _, defined = parse_timezone(text.removeprefix("BEGIN:VTIMEZONE\n").removesuffix("END:VTIMEZONE\n"))
    assert defined is not None
    return defined


@pytest.mark.parametrize("name", [*ODD, *SOME])
def test_the_offset_of_every_third_day(name):
    since = 1971 if name in ODD[:4] else 2026
    defined, zone = offsets(vtimezone(name, since)), ZoneInfo(name)
    moment = datetime(since, 1, 1, tzinfo=UTC)
    while moment.year < 2046:
        assert defined.offset_at(moment) == moment.astimezone(zone).utcoffset(), f"{name} at {moment}"
        moment += timedelta(days=3, hours=7)


@pytest.mark.parametrize("name", ODD)
def test_another_parser_agrees_around_each_change(name):
    parsed = icalendar.Calendar.from_ical(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\n" + vtimezone(name, 2026) + b"END:VCALENDAR\r\n"
    )
    component = parsed.walk("VTIMEZONE")[0]
    zone = ZoneInfo(name)
    onsets = {(onset.replace(tzinfo=None), shift) for onset, shift in changes(zone, 2026, 2030)}
    found = set()
    for part in component.subcomponents:
        for onset in starts_of(part, 2031):
            found.add((onset, part["TZOFFSETTO"].td))
    assert onsets <= found


def starts_of(part, before):
    """The times at which an observance begins, according to dateutil."""
    from dateutil.rrule import rrulestr

    first = part["DTSTART"].dt
    if "RRULE" in part:
        rule = part["RRULE"].to_ical().decode()
        yield from rrulestr(f"{rule};UNTIL={before}0101T000000", dtstart=first)
        return
    yield first
    if "RDATE" in part:
        yield from (entry.dt for entry in part["RDATE"].dts)


def changes(zone, since, until):
    """Each change, found hour by hour: (wall clock before it, to the minute; offset after it)."""
    moment, end = datetime(since, 1, 1, tzinfo=UTC), datetime(until, 1, 1, tzinfo=UTC)
    before = moment.astimezone(zone).utcoffset()
    while moment < end:
        moment += timedelta(minutes=30)
        after = moment.astimezone(zone).utcoffset()
        if after != before:
            yield moment + before, after
        before = after


def test_the_permanent_rule_has_no_end_and_covers_all_its_changes():
    text = vtimezone("America/New_York", 2026).decode()
    assert text.count("BEGIN:DAYLIGHT") == text.count("BEGIN:STANDARD") == 1
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n" in text
    assert "DTSTART:20251102T020000\r\n" in text, "the rule in force at the beginning of the year is included"
    assert "UNTIL" not in text
    assert "RDATE" not in text


def test_a_zone_that_never_changes_has_one_observance():
    text = vtimezone("Asia/Tokyo", 2026).decode()
    assert text.count("BEGIN:") == 2
    assert "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\n" in text

"""Whole days and notices in the JSON of an events collection."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.items import EventStatus, Venue
from scrapers.platforms.squarespace.reader import read_events
from scrapers.reading.contract import Context

ZONE = "America/Los_Angeles"
CONTEXT = Context(url="https://gull.example/shows", timezone=ZONE, now=datetime(2026, 10, 1, 16, tzinfo=UTC))


def millis(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp()) * 1000


def read(**fields):
    record = {
        "recordType": 12,
        "title": "Tide",
        "fullUrl": "/shows/tide",
        "startDate": millis("2026-10-31T20:00"),
        **fields,
    }
    body = json.dumps({"upcoming": [record]}).encode()
    [event] = read_events(body, CONTEXT).events
    return event


@pytest.mark.parametrize(
    ("start", "end", "ends"),
    [
        ("2026-10-31T00:00", "2026-10-31T23:59", "2026-11-01"),
        ("2026-10-31T00:00", "2026-11-01T00:00", "2026-11-01"),
        ("2026-10-31T00:00", "2026-11-02T00:00", "2026-11-02"),
    ],
)
def test_midnight_to_midnight_is_all_day(start, end, ends):
    [one] = read(startDate=millis(start), endDate=millis(end)).occurrences
    shown = one.to_json()
    assert (one.all_day, shown["starts_at"], one.ends_at.date().isoformat()) == (True, "2026-10-31", ends)


def test_midnight_without_length_is_a_day_without_an_hour():
    [one] = read(startDate=millis("2026-10-31T00:00"), endDate=millis("2026-10-31T00:00")).occurrences
    assert (one.all_day, one.time_known, one.local_date.isoformat()) == (False, False, "2026-10-31")


@pytest.mark.parametrize("end", ["2026-10-31T02:00", "2026-11-01T02:00"])
def test_other_ends_are_hours(end):
    [one] = read(startDate=millis("2026-10-31T00:00"), endDate=millis(end)).occurrences
    assert (one.all_day, one.time_known) == (False, True)


@pytest.mark.parametrize(
    ("fields", "status", "venue"),
    [
        ({"body": "<p>This show has been cancelled.</p><p>Sorry!</p>"}, EventStatus.CANCELLED, None),
        ({"excerpt": "<p>Postponed until further notice.</p>"}, EventStatus.POSTPONED, None),
        ({"location": {"addressTitle": "CANCELLED - Pier 3"}}, EventStatus.CANCELLED, Venue(name="Pier 3")),
        ({"body": "A screening of the cancelled TV show Firefly"}, EventStatus.SCHEDULED, None),
    ],
)
def test_notices(fields, status, venue):
    event = read(**fields)
    assert (event.status, event.occurrences[0].status, event.venue) == (status, status, venue)

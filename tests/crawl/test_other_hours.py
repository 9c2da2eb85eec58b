"""The hours of a page or feed whose events have no address or lasting UID change all at once: its events moved."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.feeds.kit.changes import change
from storage.database.engine import transaction
from storage.events.recent import read_recent
from storage.runs.ledger import RunStatus
from storage.search.listings import EventFilter

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, stored

FIRST_DAY = datetime(2028, 11, 22, 17, tzinfo=UTC)
NUMBERS = range(1, 13)


def structured(hour):
    starts = {n: f"2028-12-{n:02}T{hour}:00-05:00" for n in NUMBERS}
    events = [{"@type": "Event", "name": f"Herons {n}", "startDate": start} for n, start in starts.items()]
    blocks = "".join(f"<script type='application/ld+json'>{json.dumps(event)}</script>" for event in events)
    return f"<!DOCTYPE html><html lang='en'><body><main>{blocks}</main></body></html>".encode()


def cards(hour):
    shown = f"{datetime.fromisoformat(f'2028-12-01T{hour}:00'):%I:%M %p}"
    items = "".join(
        f"<div class='event'><h3>Herons {n}</h3><p class='date'>{datetime(2028, 12, n):%A, %B} {n}, 2028</p>"
        f"<p class='time'>{shown}</p></div>"
        for n in NUMBERS
    )
    return f"<!DOCTYPE html><html lang='en'><body><main><h1>Events</h1>{items}</main></body></html>".encode()


def feed(hour):
    clock = hour.replace(":", "")
    return vcalendar(
        [vevent("", f"Herons {n}", f"DTSTART;TZID=Hall Time:202812{n:02}T{clock}00") for n in NUMBERS]
    ).replace(b"UID:@hall.example\r\n", b"")


@pytest.mark.parametrize(
    ("spider", "written"), [("jsonld", structured), ("cards", cards), ("ics", feed)], ids=["jsonld", "cards", "ics"]
)
def test_all_hours_change(crawls, spider, written):
    with serving() as server:
        if spider == "ics":
            add_feeds(FEEDS, [server.url("/calendar")])

        def harvest(day, hour):
            server.bodies["/calendar"] = written(hour)
            now = (FIRST_DAY + timedelta(days=day)).isoformat()
            address = {} if spider == "ics" else {"base_url": server.url("/calendar")}
            return crawls(FEEDS, spider=spider, now=now, **address)

        assert harvest(0, "19:00").new == 12
        moved = harvest(1, "19:30")
        assert (moved.status, moved.new, moved.changed, moved.withdrawn) == (RunStatus.OK, 0, 12, 0)
        again = harvest(2, "19:30")
        assert (again.status, again.new, again.changed, again.unchanged) == (RunStatus.OK, 0, 0, 12)
    assert sorted(facts[-1][0][5:16] for facts in stored(FEEDS).values()) == [f"12-{n:02} 19:30" for n in NUMBERS]
    with transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM events")).scalar() == 12
        news = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=100)
    said = {change(one, "America/New_York") for one in news if one.field is not None}
    assert said == {
        f"Moved from {day:%A, %B} {day.day}, 2028, 7 p.m. to {day:%A, %B} {day.day}, 2028, 7:30 p.m."
        for day in (datetime(2028, 12, n) for n in NUMBERS)
    }

"""Records of a page that can't be read, or aren't events, don't keep another event listed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from storage.runs.ledger import RunStatus

from .feed_server import serving
from .running import FEEDS, NOW, stored

SEASON = {"@type": "EventSeries", "name": "Spring Fest"}


@pytest.fixture
def publish(crawls):
    """`publish(day, records)` harvests a page of these records on that day."""
    with serving() as site:
        site.tagged = False

        def harvest(day, records):
            blocks = "".join(f"<script type='application/ld+json'>{json.dumps(record)}</script>" for record in records)
            site.bodies["/list"] = f"<!DOCTYPE html><html lang='en'><body><main>{blocks}</main></body></html>".encode()
            for number in range(1, 28):
                site.bodies[f"/e/{number}"] = b"<html><body><h1>An event</h1></body></html>"
            now = datetime.fromisoformat(NOW) + timedelta(days=day)
            return crawls(FEEDS, spider="jsonld", base_url=site.url("/list"), now=now.isoformat())

        yield harvest


def show(number, **more):
    day = f"2028-12-{number:02}T20:00:00-05:00"
    return {"@type": "Event", "name": f"Herons {number}", "startDate": day, "url": f"/e/{number}", **more}


def shows(*missing):
    return [show(number) for number in range(1, 13) if number not in missing]


@pytest.mark.parametrize(
    "bad",
    [
        {"@type": "Event", "name": "Bad", "startDate": "2028-12-99T20:00:00"},
        {"@type": "Event", "name": "Bad", "startDate": "2028-12-99T20:00:00", "url": "/e/27"},
        {"@type": "Event", "name": "Bad", "eventSchedule": {"byDay": "Funday"}},
        {"@type": "Event", "startDate": "2028-12-27T20:00:00"},
        {"@type": "Event", "name": "Herons 5", "startDate": "TBA", "url": "/e/27"},
        {"@type": "Event", "description": "A text"},
        SEASON,
        show(2, superEvent=SEASON),
    ],
)
def test_a_missing_event_is_withdrawn_beside_a_skipped_record(publish, bad):
    publish(0, shows())
    runs = [publish(day, [*shows(5), bad]) for day in (1, 2, 3)]
    assert [(run.status, run.withdrawn) for run in runs] == [(RunStatus.OK, 0), (RunStatus.OK, 0), (RunStatus.OK, 1)]
    assert not any(event[0] == "Herons 5" for event in stored(FEEDS).values())


@pytest.mark.parametrize(
    "bad", [show(5, startDate="TBA"), show(5, startDate="TBA", url=None), show(5, startDate="TBA", name=None)]
)
def test_an_event_stays_whose_record_is_skipped(publish, bad):
    publish(0, shows())
    assert [publish(day, [*shows(5), bad]).withdrawn for day in (1, 2, 3, 4)] == [0] * 4
    assert any(event[0] == "Herons 5" for event in stored(FEEDS).values())


def test_an_event_stays_whose_record_is_skipped_on_a_page_where_all_have_one_address(publish):
    def at_list(records):
        return [{**record, "url": "/calendar"} for record in records]

    publish(0, at_list(shows()))
    bad = at_list([show(5, startDate="TBA")])
    assert [publish(day, [*at_list(shows(5, 6)), *bad]).withdrawn for day in (1, 2, 3, 4)] == [0, 0, 1, 0]
    titles = {event[0] for event in stored(FEEDS).values()}
    assert titles == {f"Herons {number}" for number in range(1, 13) if number != 6}

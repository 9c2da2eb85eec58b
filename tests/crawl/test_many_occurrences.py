"""A feed whose few rules give hundreds of thousands of occurrences: a bounded number is stored, and the run says so."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from core.limits import FEED_OCCURRENCES, OCCURRENCES
from scrapers.platforms.base import moment
from scrapers.platforms.ics.reader import read_events
from scrapers.platforms.jsonld.reader import read_events as read_page
from scrapers.reading.contract import Context

from .feed_server import FeedServer, serving, vcalendar, vevent
from .running import FEEDS, NOW, add_feeds, count

START = "DTSTART:20281122T000000Z"
CONTEXT = Context(url="https://hall.example/", timezone="America/New_York", now=moment(NOW))


def minutely(number: int, many: int) -> str:
    return vevent(f"m{number}", f"Tick {number}", START, f"RRULE:FREQ=MINUTELY;COUNT={many}")


def hostile() -> bytes:
    """72,000 occurrences in 12 rules, then 198,000 in 1,000 rules, then an honest event."""
    rules = [*(minutely(number, 6_000) for number in range(12)), *(minutely(number, 198) for number in range(12, 1012))]
    return vcalendar([*rules, vevent("regatta", "Regatta", "DTSTART:20281203T190000Z")])


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with serving() as server:
        yield server


def test_a_crawl_stores_a_bounded_number_and_the_run_says_so(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/hall.ics")])
    rules = [minutely(number, 99_000) for number in range(2)]
    feeds.bodies["/hall.ics"] = vcalendar([*rules, vevent("regatta", "Regatta", "DTSTART:20281203T190000Z")])
    first = crawls(FEEDS, spider="ics")
    assert (first.status, first.seen, count("SELECT count(*) FROM occurrences")) == ("ok", 3, 2 * OCCURRENCES + 1)
    said = [error["found"] for error in first.errors if error["field"] == "occurrences"]
    assert len(said) == 2
    assert said[0].startswith("cut to the first 5,000 of ")
    feeds.tagged = False
    again = crawls(FEEDS, spider="ics")
    assert (again.status, again.new, again.changed) == ("ok", 0, 0)
    assert count("SELECT count(*) FROM occurrences") == 2 * OCCURRENCES + 1


def test_every_event_of_a_full_feed_is_shown():
    reading = read_events(hostile(), CONTEXT)
    assert len(reading.events) == 1013
    assert FEED_OCCURRENCES <= sum(len(event.occurrences) for event in reading.events) <= FEED_OCCURRENCES + 1013
    assert reading.events[-1].title == "Regatta"
    assert reading.problems[-1].found.startswith(
        "cut to the first 1 of 198 or more occurrences; the feed has more than"
    )


def test_memory_is_bounded():
    body = vcalendar([minutely(1, 50_000)])
    tracemalloc.start()
    try:
        read_events(body, CONTEXT)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_page_with_many_schedules():
    schedule = '{"@type":"Schedule","repeatFrequency":"P1D","startDate":"2028-11-22","startTime":"10:00"}'
    event = '{"@type":"Event","name":"Open day %d","startDate":"2028-11-22","eventSchedule":%s}'
    body = ",".join(event % (number, schedule) for number in range(150))
    page = f'<html><body><script type="application/ld+json">[{body}]</script></body></html>'
    reading = read_page(page.encode(), CONTEXT)
    assert len(reading.events) == 150
    assert sum(len(event.occurrences) for event in reading.events) <= FEED_OCCURRENCES + 150
    assert any(problem.field == "occurrences" for problem in reading.problems)

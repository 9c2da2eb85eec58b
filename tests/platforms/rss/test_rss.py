"""Our own feeds: each system's event fields, and posting dates, which aren't event dates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Blocked, EmptyBody, PageChanged, SourceError, WrongKind
from core.items import EventItem, EventStatus
from scrapers.platforms.rss import reader as rss
from scrapers.reading.contract import Context, Reading

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXT = Context(
    url="https://hall.example/events/rss", timezone="America/New_York", now=datetime(2026, 10, 6, 12, tzinfo=UTC)
)


def read(name: str) -> Reading:
    return rss.read_events((FIXTURES / name).read_bytes(), CONTEXT)


def read_item(inside: str, namespaces: str = "") -> Reading:
    feed = f'<rss version="2.0" {namespaces}><channel><item>{inside}</item></channel></rss>'
    return rss.read_events(feed.encode(), CONTEXT)


@pytest.fixture
def events() -> dict[str, EventItem]:
    return {event.title: event for event in read("dialects.xml").events}


def times(event: EventItem) -> list[tuple[Any, Any]]:
    return [(one.to_json()["starts_at"], one.to_json()["ends_at"]) for one in event.occurrences]


def test_every_system_s_time_is_read(events: dict[str, EventItem]) -> None:
    assert {title: times(event)[0] for title, event in events.items()} == {
        "Quay Strings": ("2026-11-05T20:00:00-05:00", "2026-11-05T22:00:00-05:00"),
        "Open Week": ("2026-11-09", "2026-11-12"),
        "No Hour": ("2026-11-09", None),
        "Rowing vs Bay": ("2026-11-07T13:00:00-05:00", "2026-11-07T15:00:00-05:00"),
        "Story Hour": ("2026-11-10T10:30:00-05:00", "2026-11-10T11:00:00-05:00"),
        "Book Sale": ("2026-11-11", "2026-11-12"),
        "Market": ("2026-11-14T09:00:00-05:00", "2026-11-15T13:00:00-05:00"),
        "Offices closed": ("2026-11-26", "2026-11-27"),
        "Chess": ("2026-11-17T17:00:00-05:00", "2026-11-17T18:00:00-05:00"),
        "Yoga": ("2026-11-18T07:30:00-05:00", "2026-11-18T08:30:00-05:00"),
        "Fair": ("2026-11-20", "2026-11-22"),
        "Tide Tales": ("2026-11-24", None),
        "Jazz Brunch": ("2027-01-03T11:00:00-05:00", None),
    }


def test_all_day_and_unknown_hours(events: dict[str, EventItem]) -> None:
    marks = {title: (event.occurrences[0].all_day, event.occurrences[0].time_known) for title, event in events.items()}
    assert {title for title, mark in marks.items() if mark == (True, True)} == {"Book Sale", "Offices closed", "Fair"}
    assert {title for title, mark in marks.items() if mark == (False, False)} == {"Open Week", "No Hour", "Tide Tales"}


def test_a_posting_date_is_never_the_event_date() -> None:
    problems = read("dialects.xml").problems
    assert [(problem.field, problem.url.rpartition("/")[2]) for problem in problems] == [
        ("starts_at", "1"),
        ("starts_at", "bad"),
        ("title", "untitled"),
    ]
    assert "it was posted" in problems[0].found


def test_items_with_one_address_are_the_dates_of_one_event(events: dict[str, EventItem]) -> None:
    strings = events["Quay Strings"]
    assert strings.uid == "quay-strings"
    assert [start for start, _ in times(strings)] == ["2026-11-05T20:00:00-05:00", "2026-11-07T20:00:00-05:00"]


def test_the_facts_around_a_date(events: dict[str, EventItem]) -> None:
    strings = events["Quay Strings"]
    assert strings.venue is not None
    assert (strings.venue.name, strings.venue.latitude, strings.venue.longitude) == ("Harbor Hall", 27.33, -82.54)
    assert (strings.description, strings.categories) == ("Four players.\nOne quay.", ("Music", "Concert"))
    assert strings.image_url == "https://hall.example/img/quay.jpg"
    assert events["Story Hour"].status is EventStatus.CANCELLED
    assert events["Rowing vs Bay"].description == "First line\nSecond line"
    assert events["Tide Tales"].ticket_url == "https://tickets.example/77"
    yoga = events["Yoga"].price
    assert yoga is not None
    assert yoga.min_cents == 1200


def test_places_of_a_town_s_feed(events: dict[str, EventItem]) -> None:
    market = events["Market"].venue
    assert market is not None
    assert (market.name, market.address) == ("Town Green", "12 Quay Street, Erie, CO 80516")
    assert events["Market"].uid == "Calendar.aspx?EID=12"
    brunch = events["Jazz Brunch"].venue
    assert brunch is not None
    assert brunch.name == "Pier Cafe"


@pytest.mark.parametrize(
    ("fields", "status", "address"),
    [
        ("<c:Location>CANCELLED</c:Location>", EventStatus.CANCELLED, None),
        ("<c:Location>Postponed&lt;br&gt;9 Quay St</c:Location>", EventStatus.POSTPONED, "9 Quay St"),
        ("<description>This meeting has been canceled. See you in May.</description>", EventStatus.CANCELLED, None),
        ("<description>If the meeting is cancelled, we will email you.</description>", EventStatus.SCHEDULED, None),
    ],
)
def test_notices_of_a_town_s_feed(fields: str, status: EventStatus, address: str | None) -> None:
    dates = "<c:EventDates>December 4, 2026</c:EventDates><c:EventTimes>12:00 Noon - 1:00 PM</c:EventTimes>"
    item = f"<title>Harbor Board</title>{dates}{fields}".replace("c:", "calendarEvent:")
    (event,) = read_item(item, 'xmlns:calendarEvent="https://town.example/Calendar"').events
    assert (event.status, event.venue and event.venue.address) == (status, address)
    assert times(event) == [("2026-12-04T12:00:00-05:00", "2026-12-04T13:00:00-05:00")]


@pytest.mark.parametrize("hours", ["12 midnight", "12:00 Midnight"])
def test_midnight_of_a_town_s_feed_ends_its_day(hours: str) -> None:
    dates = f"<c:EventDates>December 4, 2026</c:EventDates><c:EventTimes>{hours}</c:EventTimes>"
    item = f"<title>Harbor Board</title>{dates}".replace("c:", "calendarEvent:")
    (event,) = read_item(item, 'xmlns:calendarEvent="https://town.example/Calendar"').events
    assert times(event) == [("2026-12-05T00:00:00-05:00", None)]


@pytest.mark.parametrize(
    "hours", ["midnight to noon", "7:30", "after the game", "TBD", "Doors 7 PM", "2 PM &amp; 7 PM"]
)
def test_unclear_hours_of_a_town_s_feed_leave_the_day(hours: str) -> None:
    dates = f"<c:EventDates>December 4, 2026</c:EventDates><c:EventTimes>{hours}</c:EventTimes>"
    item = f"<title>Harbor Board</title>{dates}".replace("c:", "calendarEvent:")
    (event,) = read_item(item, 'xmlns:calendarEvent="https://town.example/Calendar"').events
    assert [(one.time_known, one.local_date.isoformat()) for one in event.occurrences] == [(False, "2026-12-04")]


def test_atom() -> None:
    reading = read("atom.xml")
    sea, days = reading.events
    assert (sea.title, sea.uid, sea.url) == ("Sea & Sound", "sea-and-sound", "https://pier.example/e/sea-and-sound")
    assert times(sea) == [("2026-11-06T19:00:00-05:00", "2026-11-06T21:00:00-05:00")]
    assert sea.venue is not None
    assert (sea.venue.name, sea.categories, sea.description) == ("Pier Stage", ("music",), "Bring socks.")
    assert (days.uid, times(days)) == ("tag:pier.example,2026:2", [("2026-11-10", "2026-11-12")])
    assert [problem.field for problem in reading.problems] == ["starts_at"]


def test_rss_1_0() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><title>x</title></channel>'
        "<item><title>Tide Songs</title><link>https://hall.example/tide</link>"
        "<ev:startdate>2026-11-05T19:30</ev:startdate></item></rdf:RDF>"
    )
    (event,) = rss.read_events(feed.encode(), CONTEXT).events
    assert times(event) == [("2026-11-05T19:30:00-05:00", None)]


@pytest.mark.parametrize(
    ("title", "time"),
    [
        ("Supper Club — Fri, Dec 4 · 7:30 PM — Pier", ("2026-12-04T19:30:00-05:00", None)),
        ("Supper Club | Dec 4, 2026, 12:00 noon - 1 PM", ("2026-12-04T12:00:00-05:00", "2026-12-04T13:00:00-05:00")),
        ("Supper Club – Fri Dec 4 @ 9pm-1am – Pier", ("2026-12-04T21:00:00-05:00", "2026-12-05T01:00:00-05:00")),
        ("Supper Club — Fri, Dec 4", ("2026-12-04", None)),
    ],
)
def test_a_title_with_a_date_and_hours(title: str, time: tuple[str, str | None]) -> None:
    (event,) = read_item(f"<title>{title}</title><pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate>").events
    assert (event.title, times(event)) == ("Supper Club", [time])


@pytest.mark.parametrize(
    "title", ["Report on May 2026", "Notes on 5 things", "Talk on Aug 7", "A — B — C", "Soup — Jan 3 — Cafe"]
)
def test_titles_without_a_clear_date(title: str) -> None:
    reading = read_item(f"<title>{title}</title><link>https://hall.example/x</link>")
    assert (reading.events, [problem.field for problem in reading.problems]) == ((), ["starts_at"])


def test_a_weekday_that_does_not_fit_is_an_error() -> None:
    reading = read_item("<title>Brunch — Mon Jan 3, 2027, 11:00 AM — Cafe</title>")
    assert (reading.events, [problem.field for problem in reading.problems]) == ((), ["starts_at"])


def test_a_feed_without_items_is_good() -> None:
    assert rss.read_events(b'<rss version="2.0"><channel><title>x</title></channel></rss>', CONTEXT) == Reading()


def test_slightly_broken_xml_is_read() -> None:
    reading = read_item(
        "<title>Salt & Pepper &nbsp; Duo</title><ev:startdate>2026-11-05T19:30</ev:startdate>",
        'xmlns:ev="http://purl.org/rss/1.0/modules/event/"',
    )
    (event,) = reading.events
    assert event.title.startswith("Salt")
    assert times(event) == [("2026-11-05T19:30:00-05:00", None)]


def test_entities_are_not_expanded_and_nothing_is_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "boom">{levels}<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
        '<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel>'
        "<item><title>Tide &a9; &file;</title><ev:startdate>2026-11-05T19:30</ev:startdate></item></channel></rss>"
    )
    reading = rss.read_events(feed.encode(), CONTEXT)
    text = str([event.to_json() for event in reading.events])
    assert len(text) < 5000
    assert "boom" not in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b"\r\n \r\n", EmptyBody),
        (b"feed is down!", WrongKind),
        (b'{"items": []}', WrongKind),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", WrongKind),
        (b"<!doctype html><html><body><h1>Not found</h1></body></html>", WrongKind),
        (b"<html><head><title>Just a moment...</title></head></html>", Blocked),
        (b'<?xml version="1.0"?><urlset><url/></urlset>', PageChanged),
        (b'<?xml version="1.0"?>', WrongKind),
    ],
)
def test_bad_bodies(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        rss.read_events(body, CONTEXT)
    assert caught.value.url == CONTEXT.url


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["dialects.xml", "atom.xml"]), st.data())
def test_mutated_feeds_raise_only_named_errors(name: str, data: st.DataObject) -> None:
    body = bytearray((FIXTURES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        reading = rss.read_events(bytes(body), CONTEXT)
    except SourceError:
        reading = Reading()
    assert all(event.occurrences and event.uid for event in reading.events)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.dates().map(str))
def test_any_text_gives_an_event_or_a_problem(start: str, title: str, posted: str) -> None:
    inside = "".join(
        f"<{name}><![CDATA[{text.replace(']]>', '')}]]></{name}>"
        for name, text in (("title", title), ("s:localstartdate", start), ("pubDate", posted))
    )
    try:
        reading = read_item(inside, 'xmlns:s="http://sidearmsports.com/schemas/cal_rss/1.0/"')
    except SourceError:
        reading = Reading()
    assert len(reading.events) + len(reading.problems) <= 1

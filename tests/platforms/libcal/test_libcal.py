"""LibCal's list as JSON, and its table widget."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PageChanged
from core.items import EventItem, EventStatus
from scrapers.platforms.libcal import reader as libcal
from scrapers.reading.contract import Context, Reading

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXT = Context(
    url="https://heronlake.libcal.example/ajax/calendar/list?c=7&perpage=48&page=1",
    timezone="America/New_York",
    now=datetime(2026, 9, 20, 12, tzinfo=UTC),
    source="heronlake",
)


def read(name: str) -> Reading:
    return libcal.read_events((FIXTURES / name).read_bytes(), CONTEXT)


def by_uid(reading: Reading) -> dict[str, EventItem]:
    return {event.uid: event for event in reading.events}


def times(event: EventItem) -> tuple[str, str | None]:
    (one,) = event.occurrences
    return one.to_json()["starts_at"], one.to_json()["ends_at"]


def test_list() -> None:
    events = by_uid(read("list.json"))
    assert list(events) == ["501", "502", "503", "504"]
    drums = events["501"]
    assert times(drums) == ("2026-10-09T10:30:00-04:00", "2026-10-09T11:15:00-04:00")
    assert drums.venue is not None
    assert (drums.venue.name, drums.organizer) == ("Story Room, Main Branch", "Heron Lake Library")
    assert (drums.categories, drums.price, drums.ticket_url) == (("Children",), None, drums.url)
    assert drums.description == "Bring a pot."


def test_a_mark_before_the_title_is_the_status() -> None:
    knit = by_uid(read("list.json"))["502"]
    assert (knit.title, knit.status, knit.raw["title"]) == (
        "Knit & Knot",
        EventStatus.CANCELLED,
        "Cancelled: Knit & Knot",
    )
    assert knit.price is not None
    assert (knit.price.min_cents, knit.price.currency) == (500, "USD")


def test_all_day_events_end_after_their_last_day() -> None:
    seeds = by_uid(read("list.json"))["503"]
    assert seeds.occurrences[0].all_day
    assert times(seeds) == ("2026-10-12", "2026-10-14")


def test_online_is_not_moved_online() -> None:
    screen = by_uid(read("list.json"))["504"]
    assert (screen.status, screen.venue) == (EventStatus.SCHEDULED, None)


def test_a_record_without_a_date_does_not_stop_the_others() -> None:
    (problem,) = read("list.json").problems
    assert (problem.field, problem.url) == ("starts_at", "https://heronlake.libcal.example/event/505")


def test_pages() -> None:
    body = (FIXTURES / "list.json").read_bytes()
    assert libcal.next_page(body, CONTEXT, 1) == 2
    assert libcal.next_page(body, CONTEXT, 2) is None
    assert libcal.next_page(b'{"total_results": 60, "perpage": 0, "results": []}', CONTEXT, 1) is None


def test_table_widget() -> None:
    reading = read("api_events.html")
    charts, clinic, swap = reading.events
    assert [event.uid for event in reading.events] == ["601", "602", "603"]
    assert times(charts) == ("2026-09-24T11:00:00-04:00", "2026-09-24T12:30:00-04:00")
    assert charts.venue is not None
    assert (charts.venue.name, charts.categories) == ("Room 3, Main Branch", ("Data", "Workshops"))
    assert (clinic.title, clinic.status, clinic.organizer) == ("Poster Clinic", EventStatus.POSTPONED, "The Data Desk")
    assert times(clinic) == ("2026-09-25T13:00:00-04:00", "2026-09-25T14:00:00-04:00")
    assert swap.occurrences[0].all_day
    assert [problem.url for problem in reading.problems] == ["https://heronlake.libcal.example/event/604"]


def test_good_bodies_without_events() -> None:
    assert libcal.read_events(b'{"total_results": 0, "perpage": 48, "status": 1, "results": []}', CONTEXT) == Reading()
    assert libcal.read_events(b"<div class='s-lc-ea-w'>No upcoming events.</div>", CONTEXT) == Reading()


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"status": 0, "results": []}',
        b'{"total_results": 3, "results": null}',
        b"<html><body><p>Our hours</p></body></html>",
    ],
)
def test_other_shapes_are_a_changed_page(body: bytes) -> None:
    with pytest.raises(PageChanged):
        libcal.read_events(body, CONTEXT)


@settings(max_examples=100, deadline=None)
@given(
    start=st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    minutes=st.integers(1, 600),
)
def test_wall_clock_times_read_back(start: datetime, minutes: int) -> None:
    """The local time is read as written, except in the hour that spring skips; the day always is."""
    end = start + timedelta(minutes=minutes)
    record = {"id": 1, "title": "Tides", "startdt": f"{start:%Y-%m-%d %H:%M:%S}", "enddt": f"{end:%Y-%m-%d %H:%M:%S}"}
    body = json.dumps({"status": 1, "results": [record]}).encode()
    (event,) = libcal.read_events(body, CONTEXT).events
    one = event.occurrences[0]
    assert one.local_date == start.date()
    if start.hour not in (1, 2) and not one.all_day and one.time_known:
        assert one.starts_at.replace(tzinfo=None) == start
    assert one.ends_at is None or one.ends_at > one.starts_at

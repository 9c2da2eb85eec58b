"""Wix Events: the viewer's JSON, pages with the widget, and misleading fields."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Doubt, PageChanged
from core.items import EventItem, EventStatus
from scrapers.platforms.wix import reader as wix
from scrapers.reading.contract import Context, Reading

FIXTURES = Path(__file__).parent / "fixtures"
EVENTS_APP = "140603ad-af8d-84a5-2c80-a0f60cb47351"
CONTEXT = Context(
    url="https://www.quayhouse.example/shows",
    timezone="America/New_York",
    now=datetime(2026, 9, 20, 12, tzinfo=UTC),
    source="quayhouse",
)


def viewer() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FIXTURES / "viewer.json").read_bytes())
    return document


def by_title(reading: Reading) -> dict[str, EventItem]:
    return {event.title: event for event in reading.events}


def read_viewer() -> dict[str, EventItem]:
    return by_title(wix.read_events(json.dumps(viewer()).encode(), CONTEXT))


def times(event: EventItem) -> tuple[str, str | None]:
    (one,) = event.occurrences
    return one.to_json()["starts_at"], one.to_json()["ends_at"]


def page(*widgets: dict[str, Any], links: str = "") -> bytes:
    data = {"appsWarmupData": {EVENTS_APP: {f"widget{index}": widget for index, widget in enumerate(widgets)}}}
    script = f'<script type="application/json" id="wix-warmup-data">{json.dumps(data)}</script>'
    return f"<!doctype html><html><head><title>Quay</title></head><body>{links}{script}</body></html>".encode()


def test_an_event_with_tickets() -> None:
    lights = read_viewer()["Harbor Lights"]
    assert (lights.uid, lights.url) == ("0b6e", "https://www.quayhouse.example/event-details/harbor-lights")
    assert times(lights) == ("2026-11-06T19:30:00-05:00", "2026-11-06T22:00:00-05:00")
    assert lights.price is not None
    assert (lights.price.min_cents, lights.price.max_cents, lights.price.currency) == (1250, 3000, "USD")
    assert (lights.sold_out, lights.ticket_url, lights.categories) == (True, lights.url, ("Music",))
    assert lights.venue is not None
    assert (lights.venue.name, lights.venue.latitude) == ("Quay House", 27.33)


def test_tickets_sold_on_another_site() -> None:
    market = read_viewer()["Night Market"]
    assert (market.ticket_url, market.price, market.sold_out) == ("https://box.example/market", None, False)
    assert (market.status, market.venue, market.url) == (EventStatus.CANCELLED, None, None)
    assert times(market) == ("2026-11-14T10:30:00-05:00", None), "its end is hidden"


def test_the_shown_hour_is_local_time_at_the_venue() -> None:
    assert times(read_viewer()["Late Room"]) == ("2026-11-20T22:00:00-05:00", "2026-11-21T04:00:00-05:00")
    assert times(read_viewer()["Late Room Abroad"])[0] == "2026-11-20T11:30:00-05:00", "its zone is shown"


def test_a_zone_of_the_venue_s_country_counts() -> None:
    record = viewer()["events"][2]
    record["scheduling"]["config"]["timeZoneId"] = "America/Los_Angeles"
    (event,) = wix.read_events(json.dumps({"events": [record]}).encode(), CONTEXT).events
    assert event.occurrences[0].timezone == "America/Los_Angeles"
    assert times(event)[0] == "2026-11-20T08:30:00-08:00"


def test_an_event_without_a_date_is_a_problem_and_a_draft_is_not() -> None:
    reading = wix.read_events(json.dumps(viewer()).encode(), CONTEXT)
    assert [(problem.field, problem.found) for problem in reading.problems] == [
        ("starts_at", "'Someday' has no date yet: 'Date and time is TBD'"),
        ("status", "unknown status '9' of 'Odd'"),
    ]
    assert "Draft" not in by_title(reading)


@pytest.mark.parametrize(
    ("stated", "status"),
    [("9", EventStatus.SCHEDULED), ("TENTATIVE", EventStatus.SCHEDULED), ("POSTPONED", EventStatus.POSTPONED)],
)
def test_an_unknown_status_is_a_doubt_and_the_event_is_shown(stated: str, status: EventStatus) -> None:
    record = {**viewer()["events"][0], "status": stated}
    reading = wix.read_events(json.dumps({"events": [record]}).encode(), CONTEXT)
    assert [event.status for event in reading.events] == [status]
    assert [type(problem) for problem in reading.problems] == [Doubt]


def test_offsets() -> None:
    body = json.dumps(viewer()).encode()
    assert wix.next_offset(body, CONTEXT, 50) == 57
    assert wix.next_offset(b'{"events": [], "hasMore": true}', CONTEXT, 50) is None
    assert wix.next_offset(json.dumps({**viewer(), "hasMore": False}).encode(), CONTEXT, 0) is None


def test_a_page_has_each_event_of_its_widgets_once() -> None:
    records = viewer()["events"]
    listed = {"events": {"events": records[:2], "hasMore": False}, "demoEvents": {}}
    again = {"events": {"events": records[1:3], "hasMore": True}}
    link = '<a href="https://www.quayhouse.example/event-info/harbor-lights">Harbor Lights</a>'
    events = by_title(wix.read_events(page(listed, again, links=link), CONTEXT))
    assert list(events) == ["Harbor Lights", "Night Market", "Late Room"]
    assert events["Harbor Lights"].url == "https://www.quayhouse.example/event-info/harbor-lights"


def test_the_editor_s_demo_events_are_left_out() -> None:
    widget = {"events": {"events": viewer()["events"][:1]}, "demoEvents": True}
    assert wix.read_events(page(widget), CONTEXT) == Reading()


def test_an_events_own_page() -> None:
    data = {
        "@type": "Event",
        "name": "Harbor Lights",
        "startDate": "2026-11-06T19:30:00-05:00",
        "url": "/event-details/harbor-lights",
    }
    head = '<link href="https://static.wixstatic.com/x.css"><script type="application/ld+json">'
    body = f"<html><head>{head}{json.dumps(data)}</script></head><body></body></html>"
    (event,) = wix.read_events(body.encode(), CONTEXT).events
    assert (event.uid, times(event)[0]) == ("harbor-lights", "2026-11-06T19:30:00-05:00")


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><img src='https://static.wixstatic.com/media/a.jpg'>Our menu</body></html>",
        b'<html><body><script id="wix-warmup-data">{"platform": {}}</script></body></html>',
        b'{"events": [], "hasMore": false, "total": 0}',
    ],
)
def test_good_bodies_without_events(body: bytes) -> None:
    assert wix.read_events(body, CONTEXT) == Reading()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"message": "", "details": {}}', "without events"),
        (b'<html><body><script id="wix-warmup-data">{"cut": </script></body></html>', "isn.t JSON"),
        (b"<html><body><h1>Shows</h1></body></html>", "no sign of Wix"),
    ],
)
def test_other_shapes_are_a_changed_page(body: bytes, found: str) -> None:
    with pytest.raises(PageChanged, match=found):
        wix.read_events(body, CONTEXT)


@settings(max_examples=100, deadline=None)
@given(low=st.integers(0, 99_999), more=st.integers(0, 99_999))
def test_prices_to_the_cent(low: int, more: int) -> None:
    record = viewer()["events"][0]
    ticketing = record["registration"]["ticketing"]
    high = low + more
    ticketing["lowestTicketPrice"]["amount"] = f"{low // 100}.{low % 100:02}"
    ticketing["highestTicketPrice"]["amount"] = f"{high // 100}.{high % 100:02}"
    (event,) = wix.read_events(json.dumps({"events": [record]}).encode(), CONTEXT).events
    assert event.price is not None
    assert (event.price.min_cents, event.price.max_cents) == (low, high)
    assert event.price.is_free == (high == 0)

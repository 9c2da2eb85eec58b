"""OvationTix: hidden, canceled, and sold-out showings, all-day events, the calendar, and the production."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PageChanged, WrongKind
from core.items import EventItem, EventStatus
from scrapers.platforms.ovationtix import reader as ovationtix
from scrapers.reading.contract import Context, Reading, Window

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXT = Context(
    url="https://web.ovationtix.com/trs/api/rest/CalendarProductions",
    timezone="America/New_York",
    now=datetime(2026, 9, 20, 12, tzinfo=UTC),
    source="pier",
)


def read(name: str, **changes: Any) -> Reading:
    return ovationtix.read_events((FIXTURES / name).read_bytes(), replace(CONTEXT, **changes))


def times(event: EventItem) -> list[tuple[str, str | None]]:
    return [(one.to_json()["starts_at"], one.to_json()["ends_at"]) for one in event.occurrences]


def test_a_production_has_the_showings_of_all_its_days() -> None:
    heron, market = read("CalendarProductions.json").events
    assert (heron.uid, heron.title, heron.raw["supertitle"]) == ("4100", "The Glass Heron", "Pier Players present")
    assert times(heron) == [
        ("2026-10-09T14:00:00-04:00", "2026-10-09T16:00:00-04:00"),
        ("2026-10-09T19:30:00-04:00", "2026-10-09T21:30:00-04:00"),
        ("2026-10-10T19:30:00-04:00", "2026-10-10T21:30:00-04:00"),
    ]
    assert [one.status for one in heron.occurrences] == [
        EventStatus.SCHEDULED,
        EventStatus.CANCELLED,
        EventStatus.SCHEDULED,
    ]
    assert heron.status is EventStatus.SCHEDULED
    assert market.occurrences[0].all_day
    assert times(market) == [("2026-10-09", "2026-10-11")]


def test_sold_out_only_if_every_showing_is() -> None:
    document = json.loads((FIXTURES / "CalendarProductions.json").read_bytes())
    assert not read("CalendarProductions.json").events[0].sold_out, "one showing cannot be read, so nobody knows"
    document[1]["productions"][0]["showtimes"].pop()
    heron = ovationtix.read_events(json.dumps(document).encode(), CONTEXT).events[0]
    assert heron.sold_out, "the cancelled one does not count"


def test_hidden_productions_and_showings_are_left_out() -> None:
    reading = read("CalendarProductions.json")
    assert [event.uid for event in reading.events] == ["4100", "4102"]
    assert all(one.starts_at.hour != 23 for event in reading.events for one in event.occurrences)
    assert [problem.field for problem in reading.problems] == ["starts_at"]


def test_hidden_until_a_day() -> None:
    assert read("Production-4100.json", now=datetime(2025, 1, 1, tzinfo=UTC)) == Reading()


def test_a_production_has_venue_and_address() -> None:
    (event,) = read("Production-4100.json").events
    assert event.venue is not None
    assert (event.venue.name, event.venue.address) == ("Pier Theatre", "1 Pier Road, Sarasota, FL 34236")
    assert event.url == event.ticket_url == "https://ci.ovationtix.com/777/production/4100"
    assert times(event)[1] == ("2026-10-10T19:30:00-04:00", None)


def test_only_the_page_s_address_names_the_client() -> None:
    assert read("CalendarProductions.json").events[0].url is None
    heron = read("CalendarProductions.json", url="https://ci.ovationtix.com/777/calendar").events[0]
    assert heron.url == "https://ci.ovationtix.com/777/production/4100"


def test_the_window_limits_showings() -> None:
    (heron,) = read("CalendarProductions.json", window=Window(starts=date(2026, 10, 10))).events
    assert times(heron) == [("2026-10-10T19:30:00-04:00", "2026-10-10T21:30:00-04:00")]


def test_an_html_page_is_the_wrong_kind() -> None:
    with pytest.raises(WrongKind, match="not complete JSON"):
        ovationtix.read_events(b"<!doctype html><html><body>Tickets</body></html>", CONTEXT)


def test_an_empty_calendar_is_good() -> None:
    assert ovationtix.read_events(b"[]", CONTEXT) == Reading()


@pytest.mark.parametrize("body", [b'[{"id": 1, "productionName": "x"}]', b'{"error": "clientId"}', b'"x"', b"[1]"])
def test_other_shapes_are_a_changed_page(body: bytes) -> None:
    with pytest.raises(PageChanged):
        ovationtix.read_events(body, CONTEXT)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(1, 23), st.booleans(), st.booleans()), min_size=1, max_size=10)
)
def test_each_shown_start_is_read_once(showings: list[tuple[int, int, bool, bool]]) -> None:
    """Each shown start is read once, in order, and the production is canceled only if all of it is."""
    days = [
        {
            "date": f"2026-10-{day:02}",
            "productions": [
                {
                    "productionId": 1,
                    "name": "Tides",
                    "showtimes": [
                        {
                            "performanceStartTime": f"2026-10-{day:02} {hour:02}:00",
                            "isVisible": shown,
                            "isCancelled": off,
                        }
                    ],
                }
            ],
        }
        for day, hour, shown, off in showings
    ]
    events = ovationtix.read_events(json.dumps(days).encode(), CONTEXT).events
    shown = {(day, hour): off for day, hour, visible, off in reversed(showings) if visible}
    found = [(one.starts_at.day, one.starts_at.hour) for event in events for one in event.occurrences]
    assert found == sorted(shown)
    assert all((event.status is EventStatus.CANCELLED) == all(shown.values()) for event in events)

"""Localist's API and pages: merged dates, statuses, prices, cards and templates."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PageChanged
from core.items import EventItem, EventStatus
from scrapers.platforms.localist import reader as localist
from scrapers.reading.contract import Context, Reading, Window

FIXTURES = Path(__file__).parent / "fixtures"


def context(window: Window | None = None) -> Context:
    return Context(
        url="https://events.tidewater.example/calendar",
        timezone="America/New_York",
        now=datetime(2026, 10, 1, 16, tzinfo=UTC),
        window=window,
        source="tidewater",
    )


def read(name: str, window: Window | None = None) -> Reading:
    return localist.read_events((FIXTURES / name).read_bytes(), context(window))


def by_uid(reading: Reading) -> dict[str, EventItem]:
    return {event.uid: event for event in reading.events}


def times(event: EventItem) -> list[tuple[str, str | None]]:
    return [(one.to_json()["starts_at"], one.to_json()["ends_at"]) for one in event.occurrences]


def test_an_exhibit_repeated_on_each_day_is_one_event() -> None:
    events = by_uid(read("events.json"))
    assert list(events) == ["maps_of_the_bay", "reading_hour", "choir_night", "strange"]
    maps = events["maps_of_the_bay"]
    assert times(maps) == [("2026-10-05", "2026-10-06"), ("2026-10-06", "2026-10-07")]
    assert all(one.all_day for one in maps.occurrences)
    assert maps.venue is not None
    assert (maps.venue.name, maps.venue.latitude, maps.raw["room"]) == ("Dunes Library", 27.39, "Gallery 2")
    assert (maps.description, maps.categories) == ("Charts, old and new.", ("Exhibit",))
    assert maps.last_modified == datetime(2026, 9, 2, 12, 15, tzinfo=UTC)


def test_statuses() -> None:
    events = by_uid(read("events.json"))
    reading_hour = events["reading_hour"]
    assert (reading_hour.status, reading_hour.venue) == (EventStatus.CANCELLED, None)
    assert events["choir_night"].status is EventStatus.POSTPONED
    assert events["choir_night"].occurrences[0].status is EventStatus.POSTPONED


def test_free_with_a_price_is_unknown() -> None:
    events = by_uid(read("events.json"))
    free, dear, both = (events[uid].price for uid in ("maps_of_the_bay", "reading_hour", "choir_night"))
    assert free is not None
    assert dear is not None
    assert both is not None
    assert (free.min_cents, free.max_cents, free.is_free) == (0, 0, True)
    assert (dear.min_cents, dear.is_free) == (500, False)
    assert (both.min_cents, both.max_cents, both.is_free) == (1000, 2000, None)


def test_private_and_pending_events_are_left_out_and_unclear_ones_reported() -> None:
    problems = read("events.json").problems
    assert [(problem.field, "Strange" in problem.found) for problem in problems] == [
        ("status", True),
        ("starts_at", False),
    ]


def test_the_window_limits_dates() -> None:
    reading = read("events.json", Window(starts=date(2026, 10, 6), ends=date(2026, 10, 7)))
    assert {uid: times(event) for uid, event in by_uid(reading).items()} == {
        "maps_of_the_bay": [("2026-10-06", "2026-10-07")]
    }


def test_next_page_counts_pages() -> None:
    assert localist.next_page((FIXTURES / "events.json").read_bytes(), context()) == 2
    assert localist.next_page(b'{"events": [], "page": {"current": 3, "size": 8, "total": 3}}', context()) is None
    assert localist.next_page(b'{"events": []}', context()) is None


def test_one_event_and_an_empty_list() -> None:
    instance = {"event_instance": {"start": "2026-10-09T10:00:00-04:00"}}
    one = {"event": {"id": 5, "title": "Kiln Day", "urlname": "kiln", "event_instances": [instance]}}
    (event,) = localist.read_events(json.dumps(one).encode(), context()).events
    assert (event.uid, times(event)) == ("kiln", [("2026-10-09T10:00:00-04:00", None)])
    assert localist.read_events(b'{"events": [], "page": {"current": 1, "total": 0}}', context()) == Reading()


def test_cards_add_what_the_json_ld_leaves_out() -> None:
    reading = read("calendar.html")
    events = by_uid(reading)
    assert list(events) == ["reading_hour", "kite_day", "star_party", "open_studio", "print_night"]
    assert times(events["reading_hour"]) == [("2026-10-07T18:30:00-04:00", "2026-10-07T19:30:00-04:00")]
    kites = events["kite_day"]
    assert times(kites) == [("2026-10-10T10:00:00-04:00", "2026-10-10T12:00:00-04:00")]
    assert kites.venue is not None
    assert (kites.venue.name, kites.categories) == ("Dunes Lawn", ("Family",))
    assert kites.image_url == "https://images.example/kites.jpg"
    assert (events["star_party"].status, times(events["star_party"])[0][1]) == (
        EventStatus.CANCELLED,
        "2026-10-11T23:00:00-04:00",
    )
    assert times(events["open_studio"]) == [("2026-10-11", None)]
    assert [problem.url for problem in reading.problems] == ["https://events.tidewater.example/event/someday"]


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("Sat, Oct 10 · 8pm to 1am", ("2026-10-10T20:00:00-04:00", "2026-10-11T01:00:00-04:00")),
        ("Sat, Oct 10, 2026 at 12:00 noon", ("2026-10-10T12:00:00-04:00", None)),
        ("Saturday, October 10, 2026", ("2026-10-10", None)),
    ],
)
def test_the_first_line_of_a_card(line: str, time: tuple[str, str | None]) -> None:
    card = f'<h3 class="em-card_title"><a href="/event/a">A</a></h3><p class="em-card_event-text">{line}</p>'
    (event,) = localist.read_events(f'<body><div class="em-card">{card}</div></body>'.encode(), context()).events
    assert times(event) == [time]


def test_templates_of_a_sites_own_theme() -> None:
    prints = by_uid(read("calendar.html"))["print_night"]
    assert times(prints) == [
        ("2026-10-12T18:00:00-04:00", "2026-10-12T20:00:00-04:00"),
        ("2026-10-19T18:00:00-04:00", None),
    ]
    assert [one.status for one in prints.occurrences] == [EventStatus.CANCELLED, EventStatus.SCHEDULED]
    assert prints.status is EventStatus.SCHEDULED, "one of its dates takes place"


def test_json_and_pages_agree_on_identity() -> None:
    assert by_uid(read("events.json")).keys() & by_uid(read("calendar.html")).keys() == {"reading_hour"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"status": "error", "error": "invalid"}',
        b'{"events": [{"id": 1, "title": "flat"}]}',
        b"[]",
        b"<html><body><div class='event'>Something</div></body></html>",
    ],
)
def test_other_shapes_are_a_changed_page(body: bytes) -> None:
    with pytest.raises(PageChanged):
        localist.read_events(body, context())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_copies_with_any_dates_are_one_event(days: list[int]) -> None:
    entries = [
        {
            "event": {
                "id": 1,
                "title": "Tides",
                "urlname": "tides",
                "event_instances": [{"event_instance": {"start": f"{moment}"}}],
            }
        }
        for day in days
        for moment in [datetime(2026, 10 + day // 31, 1 + day % 31, 9).isoformat() + "-04:00"]
    ]
    (event,) = localist.read_events(json.dumps({"events": entries}).encode(), context()).events
    starts = [one.starts_at for one in event.occurrences]
    assert starts == sorted(set(starts))
    assert len(starts) == len(set(days))

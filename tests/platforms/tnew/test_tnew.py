"""TNEW's JSON and listing. No real box office is recorded; public crawlers read these shapes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import PageChanged
from core.items import EventItem, EventStatus
from scrapers.platforms.tnew import reader as tnew
from scrapers.reading.contract import Context, Reading

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXT = Context(
    url="https://box.sound.example/events?view=list",
    timezone="America/New_York",
    now=datetime(2026, 9, 20, 12, tzinfo=UTC),
    source="sound",
)


def read(name: str) -> Reading:
    return tnew.read_events((FIXTURES / name).read_bytes(), CONTEXT)


def starts(event: EventItem) -> list[str]:
    return [one.to_json()["starts_at"] for one in event.occurrences]


@pytest.mark.parametrize("name", ["productionseasons.json", "events.html"])
def test_json_and_listing_agree(name: str) -> None:
    symphony, lullabies = read(name).events
    assert (symphony.uid, symphony.title, symphony.description) == ("9001", "Sea Symphony", "With chorus.")
    assert starts(symphony) == ["2026-10-03T19:30:00-04:00", "2026-10-04T14:30:00-04:00"]
    assert [one.status for one in symphony.occurrences] == [EventStatus.SCHEDULED, EventStatus.CANCELLED]
    assert (symphony.status, symphony.sold_out) == (EventStatus.SCHEDULED, False), (
        "limited seating does not change the status"
    )
    assert symphony.image_url == "https://box.sound.example/images/sea.jpg"
    assert (lullabies.uid, lullabies.sold_out, starts(lullabies)) == ("9002", True, ["2026-12-12T10:00:00-05:00"])


def test_hidden_performances_are_left_out_without_a_problem() -> None:
    reading = read("productionseasons.json")
    assert [event.uid for event in reading.events] == ["9001", "9002"]
    (problem,) = reading.problems
    assert (problem.field, problem.url) == ("starts_at", "https://box.sound.example/9003")
    assert "0001-01-01" in problem.found


def test_tickets_of_a_single_performance() -> None:
    symphony, lullabies = read("productionseasons.json").events
    assert symphony.ticket_url == "https://box.sound.example/9001"
    assert lullabies.ticket_url == "https://box.sound.example/9002/94"


def test_a_bare_list_gives_the_same() -> None:
    document = json.loads((FIXTURES / "productionseasons.json").read_bytes())
    bare = tnew.read_events(json.dumps(document["productions"]).encode(), CONTEXT)
    assert bare.events == read("productionseasons.json").events


def test_a_production_with_all_performances_cancelled_is_cancelled() -> None:
    performances = [
        {
            "id": day,
            "iso8601DateString": f"2026-10-0{day}T19:30:00.0000000-04:00",
            "performanceStatusMessage": "Canceled",
        }
        for day in (1, 2)
    ]
    production = {"productionSeasonId": "7", "productionTitle": "Storm", "performances": performances}
    (event,) = tnew.read_events(json.dumps([production]).encode(), CONTEXT).events
    assert (event.status, event.sold_out) == (EventStatus.CANCELLED, False)


def test_good_bodies_without_events() -> None:
    assert tnew.read_events(b"[]", CONTEXT) == Reading()
    assert tnew.read_events(b'{"productions": []}', CONTEXT) == Reading()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"message": "An error has occurred."}', "without productions"),
        (b'[{"productionTitle": "x"}]', "without performances"),
        (b"<html><body class='tn-events'><div class='tn-events-listing'></div></body></html>", "its script loads"),
        (b"<html><body><h1>Seasons</h1></body></html>", "no sign of TNEW"),
    ],
)
def test_other_shapes_are_a_changed_page(body: bytes, found: str) -> None:
    with pytest.raises(PageChanged, match=found):
        tnew.read_events(body, CONTEXT)


def test_a_row_without_a_date_is_reported() -> None:
    (problem,) = read("events.html").problems
    assert (problem.field, problem.url) == ("starts_at", "https://box.sound.example/gala")


@settings(max_examples=100, deadline=None)
@example(moment=datetime(2084, 11, 5, 5, tzinfo=UTC), fraction=0)
@given(
    moment=st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),
    fraction=st.integers(0, 9_999_999),
)
def test_seven_digits_of_a_second(moment: datetime, fraction: int) -> None:
    text = f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:07}+00:00"
    production = {"productionSeasonId": 7, "productionTitle": "Storm", "performances": [{"iso8601DateString": text}]}
    (event,) = tnew.read_events(json.dumps([production]).encode(), CONTEXT).events
    found = event.occurrences[0].starts_at.astimezone(UTC)  # a time in a repeated hour never equals one in another zone
    assert found == moment.replace(second=0, microsecond=0)
    assert event.raw["starts_at"] == text

"""Recorded Wix sites: INDEX.tsv's counts and facts, and their expected files."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scrapers.platforms.wix import reader as wix
from scrapers.reading.contract import Reading
from tests.platforms.recorded_facts import context, occurrences, rows, untrue

FILES = [
    "wix/cameron_house.html",
    "wix/redwood_theatre.html",  # prose: ok
    "wix/reservoir_lounge.html",
    "wix/rivoli.html",
]
STORY = "wix/story.json"


def read(real: Path, file: str) -> Reading:
    return wix.read_events((real / file).read_bytes(), context(file, "America/Toronto"))


@pytest.mark.parametrize("file", [*FILES, STORY])
def test_counts_and_facts(real: Path, file: str) -> None:
    row, reading = rows(real)[file], read(real, file)
    assert (len(reading.events), occurrences(reading)) == (int(row.events), int(row.events))
    assert reading.problems == ()
    assert untrue(reading, file, "wix") == []


@pytest.mark.parametrize("file", [*FILES, STORY])
def test_expected_event(real: Path, file: str) -> None:
    expected = json.loads((real / f"{file}.expected").read_text("utf-8"))["tests"][0]["one_event"]
    event = next(one for one in read(real, file).events if one.uid == expected["event_id"])
    assert event.title == expected["event_title"]
    start = event.occurrences[0].starts_at.strftime("~D[%Y-%m-%d] ~T[%H:%M:%S]")
    assert start == f"{expected['event_date']} {expected['event_time']}"
    site = "https://www.storytoronto.ca/"
    ticket_url = (event.ticket_url or "nil").replace("https://recorded.example/", site)
    assert ticket_url == expected["ticket_url"]


def test_price_of_a_range(real: Path) -> None:
    price = read(real, STORY).events[0].price
    assert price is not None
    assert (price.min_cents, price.max_cents, price.currency, price.is_free) == (2563, 7175, "CAD", False)


def test_a_toronto_club_s_events_begin_at_ten_local_time(real: Path) -> None:
    """Fifteen of its eighteen events have the zone of an editor's browser."""
    events = read(real, STORY).events
    assert {one.raw["timezone"] for one in events} == {
        "America/Toronto",
        "America/New_York",
        "Asia/Kolkata",
        "Pacific/Easter",
    }
    starts = [event.occurrences[0].starts_at.astimezone(ZoneInfo("America/Toronto")) for event in events]
    assert {one.strftime("%H:%M") for one in starts} == {"22:00"}


def test_only_events_with_tickets_are_sold_out(real: Path) -> None:
    sold_out = {file: sum(event.sold_out for event in read(real, file).events) for file in [*FILES, STORY]}
    assert sold_out == {**dict.fromkeys(FILES, 0), STORY: 1}


def test_a_page_without_the_widget_has_no_events(real: Path) -> None:
    """This reader doesn't read meetings typed into a text."""
    assert read(real, "wix/wampo-tpb.html") == Reading()
    assert {file for file in rows(real) if file.startswith("wix/")} == {*FILES, STORY, "wix/wampo-tpb.html"}


def test_the_viewer_has_no_more_pages(real: Path) -> None:
    body = (real / STORY).read_bytes()
    assert wix.next_offset(body, context(STORY, "America/Toronto"), 0) is None

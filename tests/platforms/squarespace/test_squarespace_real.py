"""Recorded Squarespace sites: INDEX.tsv's counts and facts, their expected files, and the pages without events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import WrongKind
from core.items import EventItem
from scrapers.platforms.squarespace import reader as squarespace
from scrapers.reading.contract import Reading
from tests.platforms.recorded_facts import context, rows, untrue

ZONES = {
    "squarespace/bowl.html": "America/Toronto",
    "squarespace/cassette.html": "America/Toronto",
    "squarespace/dinas.json": "America/Toronto",
    "squarespace/fiddlerselbow-whos-playing.html": "Europe/London",
    "squarespace/function_bar.json": "America/Toronto",
    "squarespace/ourblackheart-events.html": "Europe/London",
    "squarespace/poetry_jazz_cafe.html": "America/Toronto",
    "squarespace/primal_note.html": "America/Toronto",
    "squarespace/royal-american-listing.html": "America/New_York",
    "squarespace/saint-vitus.html": "America/New_York",
    "squarespace/the_painted_lady.json": "America/Toronto",
    "squarespace/the_piston.json": "America/Toronto",
}
OTHER_COUNTS = {
    "squarespace/royal-american-listing.html": 38 + 30,
    "squarespace/saint-vitus.html": 3,
}
"""The listing's 30 past articles count too, as on every other page. The slideshow's three shows are in the markup
twice, as data and as headings."""

NONE = ["babys-all-right.html", "babys-all-right.json", "house-of-yes.html", "house-of-yes.json", "saint-vitus.json"]
EVENT_PAGES = {
    "jsonld/event-blackheart-squarespace.html": "events/2027/3/19/necropolis-vol-iii",
    "jsonld/event-dome-squarespace.html": "whatson/03/07-draconian",
    "jsonld/royal-american-squarespace-event.html": "schedule/emma-grace-burton-5-15-26",
}
EXPECTED = [
    f"squarespace/{name}"
    for name in (
        "cassette.html",
        "dinas.json",
        "function_bar.json",
        "poetry_jazz_cafe.html",
        "primal_note.html",
        "the_painted_lady.json",
        "the_piston.json",
    )
]


def read(real: Path, file: str, zone: str = "", now: str = "2026-05-01") -> Reading:
    return squarespace.read_events((real / file).read_bytes(), context(file, zone or ZONES[file], now=now))


@pytest.mark.parametrize("file", sorted(ZONES))
def test_counts_and_facts(real: Path, file: str) -> None:
    row, reading = rows(real)[file], read(real, file)
    assert len(reading.events) == OTHER_COUNTS.get(file, int(row.events))
    assert reading.problems == ()
    assert len({event.uid for event in reading.events}) == len(reading.events)
    assert untrue(reading, file, "squarespace") == []


def test_every_file_is_covered(real: Path) -> None:
    recorded = {file for file in rows(real) if file.startswith("squarespace/")}
    assert recorded == set(ZONES) | {f"squarespace/{name}" for name in NONE}


def expected_facts(real: Path, file: str) -> dict[str, str]:
    facts: dict[str, str] = json.loads((real / f"{file}.expected").read_text("utf-8"))["tests"][0]["one_event"]
    return facts


@pytest.mark.parametrize("file", EXPECTED)
def test_expected_event(real: Path, file: str) -> None:
    facts = expected_facts(real, file)
    slug = facts["details_url"].rpartition("/")[2]
    match = [event for event in read(real, file).events if event.uid.rpartition("/")[2] == slug]
    day, clock = facts["event_date"][3:-1], facts["event_time"][3:8]
    assert match[0].title.endswith(facts["event_title"])
    assert match[0].occurrences[0].starts_at.strftime("%Y-%m-%d %H:%M") == f"{day} {clock}"


def test_a_bare_hour_in_a_list_is_not_the_start(real: Path) -> None:
    facts = expected_facts(real, "squarespace/bowl.html")
    event = read(real, "squarespace/bowl.html").events[0]
    assert (event.title, event.occurrences[0].to_json()["starts_at"]) == (facts["event_title"], "2026-08-23")
    assert "6:00PM" in event.raw["starts_at"]
    assert facts["event_time"] == "~T[18:30:00]"
    days = [len(event.occurrences) for event in read(real, "squarespace/bowl.html").events]
    assert days == [1, 1, 2, 1, 1, 1, 1, 1, 1], "the third names two days"


def test_the_window_separates_past_and_upcoming(real: Path) -> None:
    reading = read(real, "squarespace/royal-american-listing.html")
    ends = [event.occurrences[0].ends_at for event in reading.events]
    assert all(end is not None for end in ends)
    assert sum(event.occurrences[0].starts_at.date().isoformat() >= "2026-05-15" for event in reading.events) == 38


@pytest.mark.parametrize("name", NONE)
def test_pages_of_another_kind_are_good_and_empty(real: Path, name: str) -> None:
    reading = read(real, f"squarespace/{name}", "America/New_York")
    assert (reading.events, reading.problems) == ((), ())


@pytest.mark.parametrize("file", sorted(EVENT_PAGES))
def test_event_pages(real: Path, file: str) -> None:
    (event,) = read(real, file, "Europe/London").events
    assert event.uid == EVENT_PAGES[file]
    assert " — " not in event.title
    assert untrue(Reading(events=(event,)), file, "squarespace") == []


def test_the_sites_own_zone_counts(real: Path) -> None:
    event: EventItem = read(real, "squarespace/royal-american-listing.html", "America/Los_Angeles").events[0]
    assert event.occurrences[0].timezone == "America/New_York"


def test_an_answer_cut_short_is_the_wrong_kind(real: Path) -> None:
    body = (real / "squarespace/dinas.json").read_bytes()
    with pytest.raises(WrongKind, match="not complete JSON"):
        squarespace.read_events(body[: len(body) // 2], context("", "America/Toronto"))

"""Recorded Localist answers and pages: INDEX.tsv's counts and facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.items import EventStatus
from scrapers.platforms.localist import reader as localist
from scrapers.reading.contract import Reading
from tests.platforms.recorded_facts import context, occurrences, rows, untrue

ZONES = {
    "localist/cornell-portal-1.json": "America/New_York",
    "localist/cornell-testData.json": "America/New_York",
    **dict.fromkeys(
        [
            "localist/ucdavis-channel-calendar.html",
            "localist/ucdavis-channel.html",
            "localist/ucdavis-event-2.html",
            "localist/ucdavis-event-past.html",
            "localist/ucdavis-event.html",
            "localist/ucdavis-group.html",
            "localist/ucdavis-location.html",
            "localist/unr-events-first5.json",
        ],
        "America/Los_Angeles",
    ),
}
EVENTS = {
    "localist/ucdavis-event-2.html": 1,
    "localist/ucdavis-event.html": 1,
    "localist/ucdavis-group.html": 1,
    "localist/ucdavis-location.html": 3,
}
"""Files that repeat an event for each of its dates. INDEX.tsv counts the dates."""


def read(real: Path, file: str) -> Reading:
    return localist.read_events((real / file).read_bytes(), context(file, ZONES[file]))


@pytest.mark.parametrize("file", sorted(ZONES))
def test_counts_and_facts(real: Path, file: str) -> None:
    row, reading = rows(real)[file], read(real, file)
    assert (len(reading.events), occurrences(reading)) == (EVENTS.get(file, int(row.events)), int(row.events))
    assert reading.problems == ()
    assert untrue(reading, file, "localist") == []


def test_every_file_is_covered(real: Path) -> None:
    assert {file for file in rows(real) if file.startswith("localist/")} == set(ZONES)


def test_an_exhibit_is_all_day(real: Path) -> None:
    (portal,) = read(real, "localist/cornell-portal-1.json").events
    assert portal.occurrences[0].to_json()["starts_at"] == "2018-08-23"
    assert portal.occurrences[0].all_day
    assert portal.venue is not None
    assert portal.venue.name == "Olin Library"
    assert portal.price is not None
    assert portal.price.is_free


def test_virtual_is_not_moved_online(real: Path) -> None:
    contest = read(real, "localist/unr-events-first5.json").events[0]
    assert (contest.raw["experience"], contest.status, contest.venue) == ("virtual", EventStatus.SCHEDULED, None)


def test_prices_of_cornell_s_four_events(real: Path) -> None:
    exhibit, party, tours, film = (event.price for event in read(real, "localist/cornell-testData.json").events)
    assert exhibit is not None
    assert exhibit.is_free
    assert party == exhibit
    assert tours is not None
    assert (tours.max_cents, tours.is_free) == (1000, False)
    assert film is not None
    assert film.text, "a price for each of six kinds of visitor"


def test_a_midnight_without_an_end_is_a_day_without_an_hour(real: Path) -> None:
    exhibit = read(real, "localist/ucdavis-location.html").events[0]
    assert exhibit.uid == "by_any_means_necessary"
    assert [one.time_known for one in exhibit.occurrences] == [False] * len(exhibit.occurrences)
    days = [one.local_date for one in exhibit.occurrences]
    assert (days[0], days[-1]) == (date(2024, 3, 8), date(2024, 3, 13))

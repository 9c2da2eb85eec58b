"""The recorded OvationTix calendar, and one of its productions."""

from __future__ import annotations

from pathlib import Path

from scrapers.platforms.ovationtix import reader as ovationtix
from scrapers.reading.contract import Reading
from tests.platforms.recorded_facts import context, occurrences, rows

CALENDAR, PRODUCTION = "ovationtix/scd-CalendarProductions.json", "ovationtix/scd-Production-1288353.json"


def read(real: Path, file: str) -> Reading:
    return ovationtix.read_events((real / file).read_bytes(), context(file, "America/New_York"))


def test_calendar(real: Path) -> None:
    """Six productions over seven production-days. INDEX.tsv counts ten showtimes; the file has eleven, none hidden."""
    reading = read(real, CALENDAR)
    assert reading.problems == ()
    assert (len(reading.events), occurrences(reading)) == (6, 11)
    assert len({one.local_date for event in reading.events for one in event.occurrences}) == 6
    assert not any(event.sold_out for event in reading.events)


def test_the_fact_of_the_calendar(real: Path) -> None:
    first = read(real, CALENDAR).events[0]
    assert rows(real)[CALENDAR].first_fact.startswith(f"{first.title} | 2026-10-03 14:00..15:30 local")
    occurrences = [one.to_json() for one in first.occurrences]
    assert [one["starts_at"] for one in occurrences] == ["2026-10-03T14:00:00-04:00", "2026-10-03T19:30:00-04:00"]
    assert [one["ends_at"] for one in occurrences] == ["2026-10-03T15:30:00-04:00", "2026-10-03T21:00:00-04:00"]


def test_the_production_adds_the_venue_to_the_same_event(real: Path) -> None:
    (event,) = read(real, PRODUCTION).events
    listed = read(real, CALENDAR).events[0]
    assert (event.uid, event.title, event.occurrences) == (listed.uid, listed.title, listed.occurrences)
    name, _, city = rows(real)[PRODUCTION].first_fact.rpartition(" | ")[2].rpartition(", ")
    assert event.venue is not None
    assert (event.venue.name, city in (event.venue.address or "")) == (name, True)
    assert event.url is not None
    assert event.url.endswith(f"/production/{event.uid}")
